package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class EntropyGatedTest {

    private static final SyntheticModel MODEL = new SyntheticModel(1500, 1.1);

    @Test
    void marksOnlyWhereTheModelHesitates() {
        LogitsStage.TokenBias stage = (LogitsStage.TokenBias)
                scheme(ContextFreeSchemesTest.key(new SplittableRandom(61))).marker();
        assertFalse(stage.biases(() -> 0.9));
        assertTrue(stage.biases(() -> 0.91));
    }

    @Test
    void isFoundByItsKeyAndByNoOther() {
        SplittableRandom random = new SplittableRandom(62);
        EntropyGated scheme = scheme(ContextFreeSchemesTest.key(random));
        int[] text = MODEL.answer(scheme.marker(), 200, random);
        assertTrue(
                scheme.score(text).pValue() < 1e-8, "p = " + scheme.score(text).pValue());
        for (int i = 0; i < 20; i++) {
            double wrong =
                    scheme(ContextFreeSchemesTest.key(random)).score(text).pValue();
            assertTrue(wrong > 1e-4, "seed 62, p of another key = " + wrong);
        }
    }

    @Test
    void countsOnlyPlacesAboveTheThreshold() {
        MarkKey key = ContextFreeSchemesTest.key(new SplittableRandom(63));
        TokenEntropies everySecond = tokens -> {
            double[] entropies = new double[tokens.length];
            Arrays.setAll(entropies, i -> i % 2 == 0 ? 2 : 0.5);
            return entropies;
        };
        EntropyGated scheme = new EntropyGated(key, GreenListParameters.DEFAULT, 0.9, everySecond);
        assertEquals(2, scheme.score(new int[] {1, 2, 3, 4, 5}).scored());
    }

    private static EntropyGated scheme(MarkKey key) {
        return new EntropyGated(key, new GreenListParameters(0.25, 3), 0.9, tokens -> {
            double[] entropies = new double[tokens.length];
            for (int i = 2; i < tokens.length; i++) {
                entropies[i] = SyntheticModel.entropy(MODEL.logits(Arrays.copyOf(tokens, i)));
            }
            return entropies;
        });
    }
}
