package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Samplers;
import dev.cloister.retrieval.ring.sampling.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.security.SecureRandom;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Errors stay below what decryption takes, and the flood is as deep as docs/adr/0017 says. */
final class NoiseTest {

    private static final int COUNT = 4096;
    private static final List<byte[]> VECTORS = Vectors.random(COUNT, 384, 8);

    /** The Fisher information of the sum of four uniform numbers on intervals of length one; computed below. */
    private static final double INFORMATION = 3.1157;

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource({"STANDARD, 24", "STANDARD, 384", "STRICT, 48", "STRICT, 192"})
    void theLargestErrorLeavesEveryScoreRight(RingParameters parameters, int groups) {
        QueryShape shape = new QueryShape(parameters, 384, groups);
        try (Seed seed = Seed.random(random)) {
            PendingQuery pending = Querier.ask(VECTORS.get(9), shape, seed);
            QueryKey key = new QueryKey(parameters, seed);
            EncodedVectors vectors = EncodedVectors.empty(shape, 1).with(VECTORS);
            int[] phases = new Decryption(key, shape).phases(vectors.answer(pending.message(), random));
            int[] scores = Vectors.scores(VECTORS, VECTORS.get(9));
            double squares = 0;
            int largest = 0;
            for (int i = 0; i < COUNT; i++) {
                int error = phases[i] - (scores[i] << 11) << 1 >> 1;
                largest = Math.max(largest, Math.abs(error));
                squares += (double) error * error;
            }
            // Sums of four uniform numbers in +-192 have the standard deviation 222; switching adds about 15.
            assertEquals(222, Math.sqrt(squares / COUNT), 12);
            assertTrue(largest < 1024, "largest error " + largest);
            assertTrue(largest > 500, "largest error " + largest + ": is the flood there?");
        }
    }

    /**
     * The sum over integers x of (sqrt p(x) - sqrt p(x - 1))^2, for p the distribution of a sum of four uniform integers in
     * [-b, b], is a quarter of the Fisher information. It bounds what a shift of the flood can tell (docs/adr/0017).
     */
    @Test
    void theFloodsFisherInformationIsAsTheProofTakesIt() {
        int b = 2000;
        double[] uniform = new double[2 * b + 1];
        java.util.Arrays.fill(uniform, 1.0 / uniform.length);
        double[] two = convolved(uniform, uniform);
        double[] four = convolved(two, two);
        double sum = four[0] + four[four.length - 1];
        for (int i = 1; i < four.length; i++) {
            double step = Math.sqrt(four[i]) - Math.sqrt(four[i - 1]);
            sum += step * step;
        }
        double width = 2 * b + 1;
        assertEquals(INFORMATION, 4 * sum * width * width, 0.005);
    }

    private static double[] convolved(double[] left, double[] right) {
        double[] result = new double[left.length + right.length - 1];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                result[i + j] += left[i] * right[j];
            }
        }
        return result;
    }

    /** What the flood hides is measured on a real answer; the distance follows from the proof in docs/adr/0017. */
    @ParameterizedTest
    @CsvSource({"STANDARD, -35.5, -39", "STRICT, -60, -64"})
    void theStatisticalDistanceOfAnAnswerIsSmall(RingParameters parameters, double most, double least) {
        for (int groups : new int[] {24, 384}) {
            double scores = 100_000;
            double deviation = Math.sqrt(hidden(groups));
            double bound = parameters.floodingQuarter().doubleValue();
            double distance = 0.5 * Math.sqrt(INFORMATION * scores) * deviation / (2 * bound);
            double bits = Math.log(distance) / Math.log(2);
            System.out.printf(
                    "%s g=%d: statistical distance of %.0f scores 2^%.1f%n", parameters, groups, scores, bits);
            assertTrue(bits < most && bits > least, "2^" + bits);
        }
    }

    /** The variance of the coefficients of sum of e_k V_k + e u + e1 s, for these vectors. */
    private static double hidden(int groups) {
        double squares = 0;
        for (byte[] vector : VECTORS) {
            for (byte coordinate : vector) {
                squares += coordinate * coordinate;
            }
        }
        double error = Samplers.COINS / 2.0;
        double perBlock = squares / COUNT * new QueryShape(RingParameters.STANDARD, 384, groups).vectorsPerBlock();
        double mask = (2.0 * Masking.MASK_BOUND + 1) * (2.0 * Masking.MASK_BOUND + 1) / 12;
        return error * (perBlock + RingParameters.RING_DIMENSION * (mask + 2.0 / 3));
    }
}
