package dev.cloister.sandbox.isc;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MessageCodecTest {

    private static final Json.Obj ARGUMENTS = Json.parseObject("{\"a\":[1,null,{\"b\":\"\\n\"}]}");

    @Test
    void readsBackEachMessageOfTheHub() {
        for (Message.ToSpoke message : List.of(
                new Message.AppRequest("1", "tool", "do it\nnow", List.of()),
                new Message.AppRequest(
                        "1", "tool", "again", List.of(new Remembered("do it", Json.parseObject("{\"a\":1}")))),
                new Message.ToolCall("2", "tool", ARGUMENTS),
                new Message.FunctionProbeRequest("3", "tool"),
                new Message.ModelResponse("4", "{}"),
                new Message.PermissionResponse("5", true, ARGUMENTS),
                new Message.FunctionalityResponse("6", "found", false))) {
            assertEquals(message, MessageCodec.fromHub(MessageCodec.line(message)));
            assertThrows(SandboxException.class, () -> MessageCodec.fromSpoke(MessageCodec.line(message)));
        }
    }

    @Test
    void readsBackEachMessageOfASpoke() {
        for (Message.ToHub message : List.of(
                new Message.Ready(List.of(new ToolDescription("tool", "does", "{\"type\":\"object\"}"))),
                new Message.ModelRequest("1", List.of(new Turn("user", "hello")), ARGUMENTS),
                new Message.PermissionRequest("2", "tool", ARGUMENTS),
                new Message.AppResponse("3", "result", true),
                new Message.FunctionProbeResponse("4", List.of("tool")),
                new Message.FunctionalityDenialResponse("5", "no"),
                new Message.FunctionalityRequest("6", "other.tool", ARGUMENTS))) {
            assertEquals(message, MessageCodec.fromSpoke(MessageCodec.line(message)));
            assertThrows(SandboxException.class, () -> MessageCodec.fromHub(MessageCodec.line(message)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"type\":\"app_response\"}",
                "{\"type\":\"app_response\",\"requestId\":\"1\",\"text\":\"x\"}",
                "{\"type\":\"app_response\",\"requestId\":1,\"text\":\"x\",\"isError\":false}",
                "{\"type\":\"app_response\",\"requestId\":\"1\",\"text\":\"x\",\"isError\":\"no\"}",
                "{\"type\":\"app_response\",\"requestId\":\"1\",\"text\":\"x\",\"isError\":false,\"spokeId\":\"other\"}",
                "{\"type\":\"app_response\",\"requestId\":\"1\",\"text\":null,\"isError\":false}",
                "{\"type\":\"model_request\",\"requestId\":\"1\",\"prompt\":[{\"role\":\"root\",\"text\":\"\"}],\"schema\":{}}",
                "{\"type\":\"model_request\",\"requestId\":\"1\",\"prompt\":[\"text\"],\"schema\":{}}",
                "{\"type\":\"final_response\",\"requestId\":\"1\"}",
            })
    void refusesWhatIsNoMessageOfASpoke(String line) {
        SandboxException refusal = assertThrows(SandboxException.class, () -> MessageCodec.fromSpoke(line));

        assertEquals(SandboxException.Code.MESSAGE_INVALID, refusal.code());
    }

    @Test
    void readsLinesAcrossChunks() throws IOException {
        String longLine = "x".repeat(40_000);
        LineReader lines = reader(longLine + "\n\nshort\nunfinished");

        assertEquals(longLine, lines.next().orElseThrow());
        assertEquals("", lines.next().orElseThrow());
        assertEquals("short", lines.next().orElseThrow());
        assertTrue(lines.next().isEmpty());
    }

    @Test
    void refusesALineThatNeverEnds() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        SandboxException refusal = assertThrows(SandboxException.class, () -> new LineReader(endless).next());

        assertEquals(SandboxException.Code.APP_FLOODS, refusal.code());
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whatever a spoke sends is one of its messages or refused with a code; nothing else comes out of the reader. */
    @Property(tries = 20_000)
    void refusesWhatIsNoMessageAndNeverBreaks(@ForAll("lines") String line) {
        try {
            assertNotNull(MessageCodec.fromSpoke(line));
        } catch (SandboxException e) {
            assertEquals(SandboxException.Code.MESSAGE_INVALID, e.code());
        }
    }

    /** Messages with characters exchanged, cut out and doubled, and strings of JSON's own characters. */
    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> whole = Arbitraries.of(
                MessageCodec.line(new Message.FunctionalityRequest("1", "app.tool", ARGUMENTS)),
                MessageCodec.line(new Message.PermissionRequest("1", "tool", ARGUMENTS)),
                MessageCodec.line(new Message.ModelRequest("1", List.of(new Turn("user", "hello")), ARGUMENTS)),
                MessageCodec.line(new Message.AppResponse("1", "text", false)));
        Arbitrary<String> pieces = Arbitraries.strings()
                .withChars("{}[]\":,\\u0019eE+-.tfn\u0000\ud800\u202e ")
                .ofMaxLength(12);
        Arbitrary<String> damaged = Combinators.combine(
                        whole,
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.integers().between(0, 20),
                        pieces)
                .as((line, at, length, piece) -> {
                    int from = Math.min(at, line.length());
                    return line.substring(0, from) + piece + line.substring(Math.min(line.length(), from + length));
                });
        return Arbitraries.oneOf(damaged, pieces);
    }
}
