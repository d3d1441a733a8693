package dev.cloister.retrieval.benchmark.quality;

import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class JudgedTest {

    private final Judged question = new Judged("what flows", Map.of("a", 3, "b", 2, "c", 1));

    /** By hand: gains 2, 0, 3 at ranks 1, 2, 3 against 3, 2, 1: (2 + 3/2) / (3 + 2/log2(3) + 1/2). */
    @Test
    void gainsAreDiscountedByRank() {
        assertEquals(3.5 / (3.5 + 2 / 1.584962500721156), question.ndcg(List.of("b", "x", "a"), 10), 1e-12);
        assertEquals(1, question.ndcg(List.of("a", "b", "c", "x"), 10), 1e-12);
        assertEquals(0, question.ndcg(List.of("x", "y"), 10));
    }

    @Test
    void whatIsBelowTheDepthCountsNothing() {
        assertEquals(0, question.ndcg(List.of("x", "a"), 1));
        assertEquals(1 / 3.0, question.recall(List.of("x", "a", "b"), 2), 1e-12);
        assertEquals(2 / 3.0, question.recall(List.of("x", "a", "b"), 3), 1e-12);
    }

    @Test
    void aQuestionWithoutAnswersIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Judged("what", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new Judged("what", Map.of("a", 0)));
    }
}
