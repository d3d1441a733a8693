package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.prf.SynthIdHash;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SynthIdTest {

    /** The default keys of the published code. */
    private static final long[] PUBLISHED = {
        654, 400, 836, 123, 340, 443, 597, 160, 57, 29, 590, 639, 13, 715, 468, 990, 966, 226, 324, 585, 118, 504, 421,
        521, 129, 669, 732, 225, 90, 960
    };

    /** Worked out with PyTorch 2.15.0's wrapping 64-bit integers by the published formulas. */
    @Test
    void hasTheBitsOfThePublishedFormulas() {
        assertEquals("010001100011101000101110010010", bits(1, 2, 3, 4, 5));
        assertEquals("001110110000000001111001110111", bits(0, 0, 0, 0, 17));
        assertEquals("010100010101000101010000000011", bits(49151, 300, 12, 7, 48000));
        assertEquals("011000110100100001100010110101", bits(151000, 2, 2, 2, 151643));
    }

    /** One layer of two candidates, by hand: p = 1/4 and 3/4, of which one has g = 1. */
    @Test
    void aLayerMovesProbabilityToItsBits() {
        long key = LongStream.range(0, 1000)
                .filter(k -> bit(k, 5) == 1 && bit(k, 6) == 0)
                .findFirst()
                .orElseThrow();
        float[] logits = {0, (float) Math.log(3)};
        ((LogitsStage.CandidateStage) new SynthId(List.of(key)).marker())
                .apply(new int[] {8}, new int[] {5, 6}, logits);
        assertEquals(.25 * (1 + 1 - .25), Math.exp(logits[0]), 1e-6);
        assertEquals(.75 * (1 - .25), Math.exp(logits[1]), 1e-6);
    }

    @Test
    void drawsARepeatedContextWithoutMark() {
        LogitsStage.CandidateStage stage =
                (LogitsStage.CandidateStage) scheme(new SplittableRandom(40)).marker();
        int[] context = {7, 8, 9};
        stage.apply(context, new int[] {1, 2}, new float[] {0, 0});
        float[] again = {1, 2};
        stage.apply(context, new int[] {1, 2}, again);
        assertArrayEquals(new float[] {1, 2}, again);
    }

    /** Where nearly all weight has g = 1, rounding may lift its sum above 1; no probability may turn negative. */
    @Test
    void staysADistributionWhereOneCandidateHasNearlyAllWeight() {
        SplittableRandom random = new SplittableRandom(43);
        for (int round = 0; round < 500; round++) {
            int[] candidates = IntStream.range(0, 50).toArray();
            float[] logits = new float[50];
            for (int i = 1; i < logits.length; i++) {
                logits[i] = (float) (-10 - 25 * random.nextDouble());
            }
            ((LogitsStage.CandidateStage) scheme(random).marker()).apply(new int[] {1}, candidates, logits);
            double sum = 0;
            for (float logit : logits) {
                assertFalse(Float.isNaN(logit), "seed 43, round " + round);
                sum += Math.exp(logit);
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @Test
    void keepsTheDistributionOverKeys() {
        SplittableRandom random = new SplittableRandom(41);
        int keys = 20_000;
        double first = 0;
        for (int i = 0; i < keys; i++) {
            float[] logits = {0, (float) Math.log(3)};
            ((LogitsStage.CandidateStage) scheme(random).marker()).apply(new int[] {1}, new int[] {5, 6}, logits);
            first += Math.exp(logits[0]);
        }
        assertEquals(.25, first / keys, 5 * Math.sqrt(.25 * .75 / keys));
    }

    @Test
    void isFoundByItsKeysAndByNoOthers() {
        SplittableRandom random = new SplittableRandom(42);
        SynthId scheme = scheme(random);
        int[] text = new SyntheticModel(1500, 1.1).answer(scheme.marker(), 200, random);
        double right = scheme.score(text).pValue();
        assertTrue(right < 1e-8, "p = " + right);
        for (int i = 0; i < 20; i++) {
            double wrong = scheme(random).score(text).pValue();
            assertTrue(wrong > 1e-4, "seed 42, p of other keys = " + wrong);
        }
    }

    private static SynthId scheme(SplittableRandom random) {
        return new SynthId(random.longs(30).boxed().toList());
    }

    private static long bit(long key, int candidate) {
        SynthIdHash hash = new SynthIdHash(new long[] {key});
        return hash.bits(hash.after(new int[SynthId.WIDTH]), candidate);
    }

    private static String bits(int... ngram) {
        SynthIdHash hash = new SynthIdHash(PUBLISHED);
        long bits = hash.bits(hash.after(Arrays.copyOf(ngram, SynthId.WIDTH)), ngram[SynthId.WIDTH]);
        StringBuilder digits = new StringBuilder();
        for (int layer = 0; layer < hash.layers(); layer++) {
            digits.append(bits >>> layer & 1);
        }
        return digits.toString();
    }
}
