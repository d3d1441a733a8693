package dev.cloister.retrieval.ingest;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.collection.DocumentText;
import org.junit.jupiter.api.Test;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class DocumentParserTest {

    private static final ParserRuntime RUNTIME = ParserRuntime.ofThisProcess();

    private final DocumentParser parser = new DocumentParser(new PlainLauncher(), RUNTIME);

    @Test
    void readsEachPageOfAPdf() {
        DocumentText content = parser.parse("report.pdf", SmallPdf.of("The bridge is closed.", "It opens in May."));
        assertEquals(2, content.pages().size());
        assertEquals(
                "The bridge is closed.",
                content.pages().getFirst().of(content.text()).strip());
        assertEquals(
                "It opens in May.", content.pages().get(1).of(content.text()).strip());
    }

    @Test
    void knowsAPdfByItsHeaderWhateverItsName() {
        assertEquals(
                "Signed.",
                parser.parse("letter.txt", SmallPdf.of("Signed.")).text().strip());
    }

    @Test
    void refusesWhatIsCalledAPdfAndIsNone() {
        assertCode(Code.DOCUMENT_UNREADABLE, parser, "report.pdf", "just words".getBytes(StandardCharsets.UTF_8));
        byte[] whole = SmallPdf.of("Cut off");
        assertCode(Code.DOCUMENT_UNREADABLE, parser, "cut.pdf", Arrays.copyOf(whole, 60));
    }

    @Test
    void readsUtf8WithAndWithoutMarkAndOldWesternText() {
        assertEquals(
                "Größe\n",
                parser.parse("a.txt", "Größe\r\n".getBytes(StandardCharsets.UTF_8))
                        .text());
        assertEquals(
                "Größe",
                parser.parse("a.md", "\ufeffGröße".getBytes(StandardCharsets.UTF_8))
                        .text());
        assertEquals(
                "Größe €",
                parser.parse("a.txt", "Größe €".getBytes(Charset.forName("windows-1252")))
                        .text());
    }

    @Test
    void refusesBinaryContent() {
        assertCode(Code.DOCUMENT_UNREADABLE, parser, "a.txt", new byte[100]);
    }

    @Test
    void refusesAFileAndATextOverTheLimit() {
        assertCode(Code.DOCUMENT_TOO_LARGE, parser, "a.txt", new byte[DocumentParser.MAX_BYTES + 1]);
        byte[] longText = new byte[ParserProtocol.MAX_TEXT_BYTES + 1];
        Arrays.fill(longText, (byte) 'a');
        assertCode(Code.DOCUMENT_TOO_LARGE, parser, "a.txt", longText);
    }

    @Test
    void endsAParserThatTakesTooLong() {
        ProcessLauncher sleeps = spec -> new ProcessBuilder("sleep", "600").start();
        ParserRuntime hasty = new ParserRuntime(RUNTIME.javaHome(), RUNTIME.classPath(), Duration.ofMillis(200));
        RetrievalException failure =
                assertCode(Code.DOCUMENT_PARSER_FAILED, new DocumentParser(sleeps, hasty), "a.txt", new byte[0]);
        assertTrue(failure.toString().contains("too long"), failure::toString);
    }

    @Test
    void reportsAParserThatCrashes() {
        ProcessLauncher crashes = spec -> new ProcessBuilder("sh", "-c", "exit 3").start();
        assertCode(Code.DOCUMENT_PARSER_FAILED, new DocumentParser(crashes, RUNTIME), "a.txt", new byte[10_000_000]);
    }

    @Test
    void distrustsAnAnswerThatClaimsMoreThanItsCap() {
        ProcessLauncher lies = spec ->
                new ProcessBuilder("sh", "-c", "printf 'ClP1\\000\\000\\000\\000\\001\\177\\377\\377\\377'").start();
        assertCode(Code.DOCUMENT_PARSER_FAILED, new DocumentParser(lies, RUNTIME), "a.txt", new byte[0]);
    }

    private static RetrievalException assertCode(Code code, DocumentParser parser, String name, byte[] content) {
        RetrievalException failure = assertThrows(RetrievalException.class, () -> parser.parse(name, content));
        assertEquals(code, failure.code(), failure::toString);
        return failure;
    }
}
