package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SentenceChoiceTest {

    private static final LogitsStage UNMARKED = new FixedBias(token -> 0, 0);

    @Test
    void aTextOfChosenSentencesIsFoundByItsKeyAndByNoOther() {
        SplittableRandom random = new SplittableRandom(71);
        SyntheticModel model = new SyntheticModel(1000, 0.9);
        SentenceChoice scheme = new SentenceChoice(ContextFreeSchemesTest.key(random));
        int[] text = {};
        for (int sentence = 0; sentence < 20; sentence++) {
            List<int[]> drafts = Stream.generate(() -> model.answer(UNMARKED, 15, random))
                    .limit(8)
                    .toList();
            int[] chosen = drafts.get(scheme.choose(text, drafts));
            int before = text.length;
            text = Arrays.copyOf(text, before + chosen.length);
            System.arraycopy(chosen, 0, text, before, chosen.length);
        }
        double right = scheme.score(text).pValue();
        assertTrue(right < 1e-6, "seed 71, p = " + right);
        for (int i = 0; i < 20; i++) {
            double wrong = new SentenceChoice(ContextFreeSchemesTest.key(random))
                    .score(text)
                    .pValue();
            assertTrue(wrong > 1e-4, "seed 71, p of another key = " + wrong);
        }
    }

    @Test
    void aRepeatedSentenceIsNoEvidence() {
        SentenceChoice scheme = new SentenceChoice(ContextFreeSchemesTest.key(new SplittableRandom(72)));
        int[] once = {1, 2, 3, 1};
        assertEquals(scheme.score(once), scheme.score(new int[] {1, 2, 3, 1, 2, 3, 1}));
        assertEquals(Evidence.NONE, scheme.score(new int[] {4}));
    }
}
