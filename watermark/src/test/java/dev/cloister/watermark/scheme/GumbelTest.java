package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.api.Test;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class GumbelTest {

    /** argmax of logit - ln(-ln u) over u of vLLM's vector, worked out by hand: tokens 7 and 8 after -1, -1, -1, -1. */
    @Test
    void leavesTheOneCandidateThatTheNoiseLifts() {
        LogitsStage.CandidateStage stage = (LogitsStage.CandidateStage) new Gumbel(42).marker();
        stage.apply(new int[] {9}, new int[] {70}, new float[] {0});
        float[] logits = {0, 0};
        stage.apply(new int[] {9, 1, 2, 3, 4}, new int[] {7, 8}, logits);
        assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY, 0}, logits);
    }

    @Test
    void drawsARepeatedContextWithoutMark() {
        LogitsStage.CandidateStage stage = (LogitsStage.CandidateStage) new Gumbel(42).marker();
        int[] context = {1, 2, 3, 4};
        stage.apply(context, new int[] {7, 8}, new float[] {0, 0});
        float[] again = {0.5f, 0.25f};
        stage.apply(context, new int[] {7, 8}, again);
        assertArrayEquals(new float[] {0.5f, 0.25f}, again);
    }

    @Test
    void countsADistinctContextOnce() {
        int[] text = {1, 2, 3, 4, 5, 1, 2, 3, 4, 6};
        assertEquals(9, new Gumbel(42).score(text).scored());
        assertEquals(Evidence.NONE, new Gumbel(42).score(new int[0]));
    }

    /** Worked out by an independent program after vLLM's detector, with mpmath's incomplete gamma function. */
    @Test
    void scoresATextAsVllmsDetectorDoes() {
        int[] text = IntStream.concat(
                        IntStream.range(0, 40).map(i -> (i * i * 7 + 3 * i) % 101),
                        IntStream.of(5, 6, 7, 8, 9, 5, 6, 7, 8, 10))
                .toArray();
        Evidence small = new Gumbel(42).score(text);
        assertEquals(49, small.scored());
        assertEquals(0.818800173191249484, small.pValue(), 1e-12);
        Evidence large = new Gumbel(Long.parseUnsignedLong("9223372049200454709")).score(text);
        assertEquals(0.861069332064017234, large.pValue(), 1e-12);
    }

    /** The mean over keys of the marked draw is the model's own distribution (Aaronson 2022). */
    @Test
    void keepsTheDistributionOverKeys() {
        SplittableRandom random = new SplittableRandom(21);
        int keys = 20_000;
        int first = 0;
        for (int i = 0; i < keys; i++) {
            float[] logits = {0, (float) Math.log(3)};
            ((LogitsStage.CandidateStage) new Gumbel(random.nextLong()).marker())
                    .apply(new int[] {1, 2, 3, 4}, new int[] {5, 6}, logits);
            first += logits[0] == 0 ? 1 : 0;
        }
        // Five standard deviations of Bin(20000, 1/4) are 306.
        assertEquals(keys / 4.0, first, 306);
    }

    @Test
    void isFoundByItsKeyAndByNoOther() {
        SplittableRandom random = new SplittableRandom(22);
        Gumbel gumbel = new Gumbel(random.nextLong());
        int[] text = new SyntheticModel(2000, 1.1).answer(gumbel.marker(), 200, random);
        double right = gumbel.score(text).pValue();
        assertTrue(right < 1e-20, "p = " + right);
        for (int i = 0; i < 20; i++) {
            double wrong = new Gumbel(random.nextLong()).score(text).pValue();
            assertTrue(wrong > 1e-4, "seed 22, p of another key = " + wrong);
        }
    }
}
