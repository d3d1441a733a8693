package dev.cloister.retrieval.sentence;

import org.junit.jupiter.api.Test;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class SentencesTest {

    @Test
    void breaksAtSentenceEndsAndNotAtAbbreviations() {
        assertSentences(
                "Dr. Lee paid 4.50 euros. Prof. A. Kim did not! Why? See e.g. the list.",
                "Dr. Lee paid 4.50 euros.",
                "Prof. A. Kim did not!",
                "Why?",
                "See e.g. the list.");
    }

    @Test
    void breaksAtBlankLinesHeadingsAndListItems() {
        assertSentences(
                "# Title\nText that\nruns on\n\nNext\n- one\n- two",
                "# Title",
                "Text that\nruns on",
                "Next",
                "- one",
                "- two");
    }

    @Test
    void findsNothingInBlankText() {
        assertSentences(" \n\t ");
    }

    private static void assertSentences(String text, String... expected) {
        assertEquals(
                List.of(expected),
                Sentences.of(text).stream().map(span -> span.of(text)).toList());
    }
}
