package dev.cloister.watermark.scheme;

import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SynthIdBayesianTest {

    private static final int LAYERS = 30;

    /** One layer, beta 0: p is 1/2, so g = 1 is 1 + 1/4 times as likely, g = 0 is 1 - 1/4 times. */
    @Test
    void likelihoodsAreThePublishedOnes() {
        LayerModel one = new LayerModel(new double[] {0}, new double[][] {{}});
        assertEquals(Math.log(1.25), one.logLikelihoodRatio(1L), 1e-12);
        assertEquals(Math.log(0.75), one.logLikelihoodRatio(0L), 1e-12);
        LayerModel two = new LayerModel(new double[] {0, 0}, new double[][] {{}, {Math.log(3)}});
        // After g = 1 the second layer's p is 3/4.
        assertEquals(Math.log(1.25 * 1.375), two.logLikelihoodRatio(3L), 1e-12);
    }

    @Test
    void trainedItFindsItsKeysTextsAndIsHonestAboutOthers() {
        SplittableRandom random = new SplittableRandom(45);
        SynthId scheme = new SynthId(random.longs(LAYERS).boxed().toList());
        SyntheticModel model = new SyntheticModel(300, 1.1);
        List<long[]> marked = Stream.generate(() -> scheme.bits(model.answer(scheme.marker(), 100, random)))
                .limit(20)
                .toList();
        List<long[]> unmarked =
                Stream.generate(() -> random.longs(96).toArray()).limit(20).toList();
        SynthIdBayesian detector = new SynthIdBayesian(scheme, LayerTraining.train(LAYERS, marked, unmarked));

        for (int i = 0; i < 5; i++) {
            double p =
                    detector.score(model.answer(scheme.marker(), 200, random)).pValue();
            assertTrue(p < 1e-6, "seed 45, p = " + p);
        }
        int rounds = 2000;
        long found = Stream.generate(() -> random.longs(196).toArray())
                .limit(rounds)
                .filter(bits -> detector.model().logLikelihoodRatio(bits) >= Math.log(20))
                .count();
        assertTrue(found <= rounds / 20 + 40, "seed 45: " + found + " of " + rounds + " coin tosses reach 20 to 1");
    }

    @Test
    void refusesAModelOfOtherLayers() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SynthIdBayesian(
                        new SynthId(List.of(1L, 2L)), new LayerModel(new double[] {0}, new double[][] {{}})));
    }
}
