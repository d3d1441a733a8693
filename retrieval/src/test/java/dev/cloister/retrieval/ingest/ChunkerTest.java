package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ChunkerTest {

    @Property(tries = 200)
    void passagesAreExactStretchesThatTogetherHoldEveryWord(@ForAll("pages") List<String> pages) {
        DocumentText content = DocumentText.ofPages(pages);
        BitSet covered = new BitSet();
        for (DocumentType type : DocumentType.values()) {
            List<Passage> passages = Chunker.passages("d", type, content);
            covered.clear();
            for (Passage passage : passages) {
                assertEquals(passage.text(), passage.span().of(content.text()));
                assertTrue(passage.text().split("\\s+").length <= Chunker.MAX_WORDS);
                assertTrue(content.pages().get(passage.page() - 1).start()
                        <= passage.span().start());
                assertTrue(passage.span().end()
                        <= content.pages().get(passage.page() - 1).end());
                covered.set(passage.span().start(), passage.span().end());
            }
            for (int i = 0; i < content.text().length(); i++) {
                assertTrue(
                        covered.get(i) || Character.isWhitespace(content.text().charAt(i)), "lost char " + i);
            }
            assertEquals(
                    passages.size(),
                    passages.stream().map(Passage::id).distinct().count());
        }
    }

    @Provide
    Arbitrary<List<String>> pages() {
        Arbitrary<String> sentence = Arbitraries.of("a", "bb", "ccc", "Dr. Who", "4.5", "end", "x,")
                .list()
                .ofMaxSize(60)
                .map(words -> String.join(" ", words));
        return sentence.list()
                .ofMaxSize(30)
                .flatMap(sentences -> Arbitraries.of(". ", "! ", "\n\n", "\n# ", "\n- ", " ")
                        .map(separator -> String.join(separator, sentences)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Test
    void neighboursShareTheirBorderSentence() {
        String text = IntStream.range(0, 40)
                .mapToObj(i -> "Sentence number " + i + " says nothing that the others do not say.")
                .collect(Collectors.joining(" "));
        List<Passage> passages = Chunker.passages("d", DocumentType.TEXT, DocumentText.ofPages(List.of(text)));
        assertTrue(passages.size() > 2);
        for (int i = 1; i < passages.size(); i++) {
            assertTrue(
                    passages.get(i).span().start() < passages.get(i - 1).span().end());
        }
    }

    @Test
    void keepsTheHeadingsAboveAPassage() {
        String text = "# Guide\n\nHello there.\n\n## Setup\n\nRun it.\n\n# Notes\n\nThat is all.\n";
        List<Passage> passages = Chunker.passages("d", DocumentType.MARKDOWN, DocumentText.ofPages(List.of(text)));
        assertEquals(
                List.of("Guide", "Guide > Setup", "Notes"),
                passages.stream().map(Passage::heading).toList());
        assertEquals("## Setup\n\nRun it.", passages.get(1).text());
    }

    @Test
    void cutsTextWithoutWords() {
        List<Passage> passages =
                Chunker.passages("d", DocumentType.TEXT, DocumentText.ofPages(List.of("字".repeat(10_000))));
        assertEquals(5, passages.size());
    }
}
