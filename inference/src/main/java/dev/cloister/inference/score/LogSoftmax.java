package dev.cloister.inference.score;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logarithm of the sum of a row's exponentials, by the Vector API: log-probability = logit - that. The exponential is
 * 2^whole 2^fraction, the latter a polynomial of degree 6 (Cody and Waite 1980, chapter 6, with base 2); relative error of
 * the sum below 1e-6.
 */
final class LogSoftmax {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats summed up in single precision before they go into a double. */
    private static final int BLOCK = 4096;

    /** Below this, e^x is less than the smallest normal float. */
    private static final float SMALLEST_EXPONENT = -87f;

    private static final float LOG2_E = 1.44269504f;

    /** 3 2^22: what is added to it and taken away again is rounded to a whole number. */
    private static final float TO_WHOLE = 0x1.8p23f;

    private LogSoftmax() {}

    /** Returns max + log(sum of e^(logit - max)); NaN or infinite where a logit is NaN or all are infinite. */
    static double logSum(float[] row) {
        float max = max(row);
        if (!Float.isFinite(max)) {
            return Double.NaN;
        }
        double sum = 0;
        for (int from = 0; from < row.length; from += BLOCK) {
            sum += sumOfExponentials(row, from, Math.min(row.length, from + BLOCK), max);
        }
        return max + Math.log(sum);
    }

    private static float max(float[] row) {
        int lanes = SPECIES.length();
        int bound = row.length - row.length % (2 * lanes);
        FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        int i = 0;
        for (; i < bound; i += 2 * lanes) {
            a = a.max(FloatVector.fromArray(SPECIES, row, i));
            b = b.max(FloatVector.fromArray(SPECIES, row, i + lanes));
        }
        float max = a.max(b).reduceLanes(VectorOperators.MAX);
        for (; i < row.length; i++) {
            max = Math.max(max, row[i]);
        }
        return max;
    }

    private static double sumOfExponentials(float[] row, int from, int end, float max) {
        int lanes = SPECIES.length();
        int bound = end - (end - from) % (2 * lanes);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        int i = from;
        for (; i < bound; i += 2 * lanes) {
            a = a.add(exponential(FloatVector.fromArray(SPECIES, row, i).sub(max)));
            b = b.add(exponential(FloatVector.fromArray(SPECIES, row, i + lanes).sub(max)));
        }
        // Not reduceLanes: its order of addition differs between interpreted and compiled code.
        double sum = 0;
        for (float lane : a.add(b).toArray()) {
            sum += lane;
        }
        for (; i < end; i++) {
            sum += Math.exp((double) row[i] - max);
        }
        return sum;
    }

    private static FloatVector exponential(FloatVector x) {
        FloatVector y = x.max(SMALLEST_EXPONENT).mul(LOG2_E);
        FloatVector shifted = y.add(TO_WHOLE);
        FloatVector f = y.sub(shifted.sub(TO_WHOLE));
        // The whole number stands in the lowest bits of the shifted float; moved up it is added to the exponent.
        var whole = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, Float.PRECISION - 1);
        FloatVector p = FloatVector.broadcast(SPECIES, 1.5403530e-4f)
                .fma(f, FloatVector.broadcast(SPECIES, 1.3333558e-3f))
                .fma(f, FloatVector.broadcast(SPECIES, 9.6181291e-3f))
                .fma(f, FloatVector.broadcast(SPECIES, 5.5504109e-2f))
                .fma(f, FloatVector.broadcast(SPECIES, 2.4022651e-1f))
                .fma(f, FloatVector.broadcast(SPECIES, 6.9314718e-1f))
                .fma(f, FloatVector.broadcast(SPECIES, 1f));
        return p.reinterpretAsInts().add(whole).reinterpretAsFloats();
    }
}
