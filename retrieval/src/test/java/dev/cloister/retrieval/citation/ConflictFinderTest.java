package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.Embedder;
import dev.cloister.retrieval.sentence.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Pairs of sentences that disagree ("+", with the values) or do not ("-"), written by hand. */
final class ConflictFinderTest {

    private final ConflictFinder finder = new ConflictFinder(Embedder::embed);

    @ParameterizedTest
    @CsvSource({"tuning.txt, .8, .1", "heldout.txt, .8, .1", "hard.txt, .6, .25"})
    void findsWhatDisagreesAndHardlyAnythingElse(String name, double leastFound, double mostMistaken)
            throws IOException {
        int disagreeing = 0;
        int found = 0;
        int agreeing = 0;
        int mistaken = 0;
        StringBuilder misses = new StringBuilder();
        String question = "";
        for (String line : lines(name)) {
            if (line.startsWith("question ")) {
                question = line.substring(9);
                continue;
            }
            List<String> parts = Arrays.asList(line.substring(2).split(" \\| ", -1));
            List<String> values = values(question, parts.get(0), parts.get(1));
            boolean right = values.equals(parts.subList(2, parts.size()));
            boolean conflict = line.startsWith("+ ");
            disagreeing += conflict ? 1 : 0;
            found += conflict && right ? 1 : 0;
            agreeing += conflict ? 0 : 1;
            mistaken += !conflict && !right ? 1 : 0;
            misses.append(right ? "" : "\n" + line + " but " + values);
        }
        System.out.printf(
                "%s: %d of %d conflicts, %d mistaken of %d%s%n", name, found, disagreeing, mistaken, agreeing, misses);
        assertTrue(found >= leastFound * disagreeing, misses::toString);
        assertTrue(mistaken <= mostMistaken * agreeing, misses::toString);
    }

    @Test
    void oneDocumentDoesNotContradictItself() {
        Passage passage = passage("d1", "The hall seats 300 people. The hall seats 450 people.");
        assertEquals(List.of(), finder.find("How many people does the hall seat?", "", List.of(passage)));
    }

    @Test
    void aNameWrittenTwiceInTwoWaysIsOneName() {
        for (String name : List.of("TARN Tarn", "Tarn's Tarn", "IBM Ibm IBM")) {
            List<Passage> passages = List.of(
                    passage("d1", "The hall was built by " + name + "."), passage("d2", "The hall was built by Orla."));
            var unused = finder.find("Who built the hall?", "The hall was built by " + name + ".", passages);
        }
    }

    @Test
    void whatBearsNeitherOnTheQuestionNorOnTheAnswerIsLeftOut() {
        List<Passage> passages = List.of(
                passage("d1", "The hall seats 300 people."), passage("d2", "The hall seats 450 people in all."));
        assertEquals(List.of(), finder.find("Which code means a full filter?", "The code is 7.", passages));
        assertEquals(
                1,
                finder.find("Which code means it?", "The hall seats 300 people.", passages)
                        .size());
    }

    private List<String> values(String question, String first, String second) {
        List<Passage> passages = List.of(passage("d1", first), passage("d2", second));
        return finder.find(question, "", passages).stream()
                .flatMap(conflict ->
                        List.of(
                                conflict.first().value().of(first),
                                conflict.second().value().of(second))
                                .stream())
                .toList();
    }

    private static Passage passage(String document, String text) {
        return new Passage(document + "#0", document, 1, new Span(0, text.length()), "", text);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ConflictFinderTest.class.getResourceAsStream("/conflict/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
