package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic modulo p in four lanes of doubles, exact for integers as long as quotients stay below 2^51.
 *
 * <p>A product is split into its rounded value and the rounding error by a fused multiply-add (Dekker 1971; van der
 * Hoeven, Lecerf and Quintin 2016, section 3). Four lanes also where the machine has eight: they cost no more
 * instructions of the memory unit, which is what bounds the transforms.
 *
 * <p>The compiler gives up inlining, and then makes an object of every vector, where a method has too much to inline: so
 * constants are broadcast once in a method and handed on as vectors.
 */
final class Lanes {

    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;
    static final int WIDTH = SPECIES.length();

    private static final VectorShuffle<Double> EVEN = VectorShuffle.fromValues(SPECIES, 0, 0, 2, 2);
    private static final VectorShuffle<Double> ODD = VectorShuffle.fromValues(SPECIES, 1, 1, 3, 3);
    private static final VectorShuffle<Double> HALVES = VectorShuffle.fromValues(SPECIES, 2, 3, 0, 1);
    private static final VectorMask<Double> ODD_LANES = VectorMask.fromValues(SPECIES, false, true, false, true);
    private static final VectorMask<Double> HIGH_LANES = VectorMask.fromValues(SPECIES, false, false, true, true);

    private Lanes() {}

    static DoubleVector at(double[] values, int index) {
        return DoubleVector.fromArray(SPECIES, values, index);
    }

    static DoubleVector all(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    /** Added and subtracted again, it rounds a double below 2^51 to the nearest integer: 1.5 * 2^52 in every lane. */
    static DoubleVector rounder() {
        return all(0x1.8p52);
    }

    /** {@code left * right} modulo p, in [-p/2, p/2] up to one unit; the last three are -p, 1/p and {@link #rounder()}. */
    static DoubleVector product(
            DoubleVector left,
            DoubleVector right,
            DoubleVector negated,
            DoubleVector reciprocal,
            DoubleVector rounder) {
        DoubleVector high = left.mul(right);
        DoubleVector low = left.fma(right, high.neg());
        DoubleVector quotient = high.fma(reciprocal, rounder).sub(rounder);
        return negated.fma(quotient, high).add(low);
    }

    /** The value modulo p, in [-p/2, p/2] up to one unit. */
    static DoubleVector reduced(
            DoubleVector value, DoubleVector negated, DoubleVector reciprocal, DoubleVector rounder) {
        return negated.fma(value.fma(reciprocal, rounder).sub(rounder), value);
    }

    /** Writes four rows of a square matrix of 64 columns as four columns of another place in it. */
    static void transpose(
            DoubleVector r0, DoubleVector r1, DoubleVector r2, DoubleVector r3, double[] target, int at, int columns) {
        DoubleVector u0 = r0.blend(r1.rearrange(EVEN), ODD_LANES);
        DoubleVector u1 = r1.blend(r0.rearrange(ODD), ODD_LANES.not());
        DoubleVector u2 = r2.blend(r3.rearrange(EVEN), ODD_LANES);
        DoubleVector u3 = r3.blend(r2.rearrange(ODD), ODD_LANES.not());
        u0.blend(u2.rearrange(HALVES), HIGH_LANES).intoArray(target, at);
        u1.blend(u3.rearrange(HALVES), HIGH_LANES).intoArray(target, at + columns);
        u2.blend(u0.rearrange(HALVES), HIGH_LANES.not()).intoArray(target, at + 2 * columns);
        u3.blend(u1.rearrange(HALVES), HIGH_LANES.not()).intoArray(target, at + 3 * columns);
    }
}
