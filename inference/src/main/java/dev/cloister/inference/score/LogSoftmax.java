package dev.cloister.inference.score;

import dev.cloister.inference.sampling.RowVectors;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The logarithm of the sum of a row's exponentials: log-probability = logit - that. Relative error of the sum below 1e-6. */
final class LogSoftmax {

    private static final VectorSpecies<Float> SPECIES = RowVectors.SPECIES;

    /** Floats summed up in single precision before they go into a double. */
    private static final int BLOCK = 4096;

    private LogSoftmax() {}

    /** Returns max + log(sum of e^(logit - max)); NaN or infinite where a logit is NaN or all are infinite. */
    static double logSum(float[] row) {
        float max = RowVectors.max(row);
        if (!Float.isFinite(max)) {
            return Double.NaN;
        }
        double sum = 0;
        for (int from = 0; from < row.length; from += BLOCK) {
            sum += sumOfExponentials(row, from, Math.min(row.length, from + BLOCK), max);
        }
        return max + Math.log(sum);
    }

    private static double sumOfExponentials(float[] row, int from, int end, float max) {
        int lanes = SPECIES.length();
        int bound = end - (end - from) % (2 * lanes);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        int i = from;
        for (; i < bound; i += 2 * lanes) {
            a = a.add(RowVectors.exponential(
                    FloatVector.fromArray(SPECIES, row, i).sub(max)));
            b = b.add(RowVectors.exponential(
                    FloatVector.fromArray(SPECIES, row, i + lanes).sub(max)));
        }
        double sum = RowVectors.sum(a.add(b));
        for (; i < end; i++) {
            sum += Math.exp((double) row[i] - max);
        }
        return sum;
    }
}
