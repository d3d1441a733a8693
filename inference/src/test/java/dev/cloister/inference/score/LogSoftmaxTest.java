package dev.cloister.inference.score;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LogSoftmaxTest {

    @Property(tries = 200)
    void agreesWithDoublePrecision(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60_000) int size,
            @ForAll @FloatRange(min = 0.01f, max = 60) float spread,
            @ForAll @FloatRange(min = -500, max = 500) float centre) {
        float[] row = row(seed, size, spread, centre);
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : row) {
            sum += Math.exp(logit - max);
        }
        assertEquals(max + Math.log(sum), LogSoftmax.logSum(row), 2e-6);
    }

    @Test
    void saysSoWhereALogitIsNotANumber() {
        float[] row = row(1, 49_152, 3, 0);
        row[777] = Float.NaN;
        assertTrue(Double.isNaN(LogSoftmax.logSum(row)));
        Arrays.fill(row, Float.NEGATIVE_INFINITY);
        assertTrue(Double.isNaN(LogSoftmax.logSum(row)));
        row[3] = 2;
        assertEquals(2, LogSoftmax.logSum(row), 1e-9);
    }

    @Property(tries = 100)
    void findsTheLikeliestAsASortWould(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 20) int count) {
        float[] row = row(seed, size, 2, 0);
        // Few different values, so that many are equal.
        for (int i = 0; i < size; i++) {
            row[i] = Math.round(row[i]);
        }
        int[] expected = java.util.stream.IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> row[a] == row[b] ? Integer.compare(a, b) : Float.compare(row[b], row[a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        int[] found = TopTokens.of(row, 0, count, id -> new byte[0]).stream()
                .mapToInt(token -> token.id())
                .toArray();
        assertEquals(Arrays.toString(expected), Arrays.toString(found));
    }

    private static float[] row(long seed, int size, float spread, float centre) {
        Random random = new Random(seed);
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            row[i] = centre + spread * (float) random.nextGaussian();
        }
        return row;
    }
}
