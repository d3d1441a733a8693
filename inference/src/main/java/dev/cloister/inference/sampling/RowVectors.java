package dev.cloister.inference.sampling;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic over rows of logits by the Vector API. Always eight floats at a time, whatever the machine's registers
 * hold, added in a fixed order, so that the same row gives the same bits on every machine.
 */
public final class RowVectors {

    /** Eight floats. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

    /** Below this, e^x is less than the smallest normal float. */
    public static final float SMALLEST_EXPONENT = -87f;

    private static final float LOG2_E = 1.44269504f;

    /** 3 2^22: what is added to it and taken away again is rounded to a whole number. */
    private static final float TO_WHOLE = 0x1.8p23f;

    private RowVectors() {}

    /** The largest value; NaN where one is. */
    public static float max(float[] row) {
        int lanes = SPECIES.length();
        int bound = row.length - row.length % (4 * lanes);
        FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        for (; i < bound; i += 4 * lanes) {
            a = a.max(FloatVector.fromArray(SPECIES, row, i));
            b = b.max(FloatVector.fromArray(SPECIES, row, i + lanes));
            c = c.max(FloatVector.fromArray(SPECIES, row, i + 2 * lanes));
            d = d.max(FloatVector.fromArray(SPECIES, row, i + 3 * lanes));
        }
        float max = a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
        for (; i < row.length; i++) {
            max = Math.max(max, row[i]);
        }
        return max;
    }

    /**
     * e^x for x of at most 0, as 2^whole 2^fraction, the latter a polynomial of degree 6 (Cody and Waite 1980, chapter 6,
     * with base 2); relative error below 1e-6. At least e^-87.
     */
    public static FloatVector exponential(FloatVector x) {
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

    /** The sum of a vector's eight floats. Not reduceLanes: its order differs between interpreted and compiled code. */
    public static double sum(FloatVector vector) {
        return ((double) vector.lane(0) + vector.lane(1) + vector.lane(2) + vector.lane(3))
                + ((double) vector.lane(4) + vector.lane(5) + vector.lane(6) + vector.lane(7));
    }
}
