package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;

/**
 * Unit vectors of floats as vectors of int8: a coordinate is clipped to [-clip, clip], multiplied by 127 / clip in double
 * precision and rounded to the nearest integer, halves to the even one ({@link Math#rint}).
 *
 * <p>Scores are computed modulo 2^20, so a vector's squared length must stay below 2^19: then, by Cauchy and Schwarz, no dot
 * product of two wraps around. Unit vectors keep far below that for every clip of 0.18 and more. On Cranfield, the default
 * costs no quality (nDCG@10 of .360 against .358 with floats; docs/benchmarks).
 *
 * @param dimensions of a vector
 * @param clip the largest magnitude that is told apart, at least 0.18
 */
public record Quantisation(int dimensions, double clip) {

    /** For sentence embeddings of 384 dimensions. */
    public static final double DEFAULT_CLIP = 0.277;

    /** The largest squared length of a quantised vector. */
    public static final int MAX_SQUARED_LENGTH = (1 << RingParameters.PLAINTEXT_BITS - 1) - 1;

    private static final int LARGEST = 127;
    private static final double MIN_CLIP = 0.18;

    /** @throws RetrievalException VECTOR_INVALID */
    public Quantisation {
        if (dimensions < 1 || dimensions > RingParameters.MAX_DIMENSIONS || !(clip >= MIN_CLIP && clip <= 1)) {
            throw new RetrievalException(
                    Code.VECTOR_INVALID,
                    "Vectors of " + dimensions + " dimensions clipped at " + clip + " are not supported: 1 to "
                            + RingParameters.MAX_DIMENSIONS + " dimensions, clipped at " + MIN_CLIP + " to 1.");
        }
    }

    /** The usual clip. */
    public static Quantisation of(int dimensions) {
        return new Quantisation(dimensions, DEFAULT_CLIP);
    }

    /**
     * The vector in int8, in [-127, 127].
     *
     * @throws RetrievalException VECTOR_INVALID where its length is another, a coordinate is not a finite number, or the
     *     vector is longer than a unit vector could be
     */
    public byte[] quantise(float[] vector) {
        if (vector.length != dimensions) {
            throw new RetrievalException(
                    Code.VECTOR_INVALID,
                    "The vector has " + vector.length + " dimensions instead of " + dimensions + ".");
        }
        byte[] quantised = new byte[dimensions];
        for (int i = 0; i < dimensions; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new RetrievalException(Code.VECTOR_INVALID, "Coordinate " + i + " is not a finite number.");
            }
            quantised[i] = (byte) Math.rint(Math.clamp(vector[i], -clip, clip) * (LARGEST / clip));
        }
        requireValid(quantised, dimensions);
        return quantised;
    }

    /** What a score stands for: the dot product of the float vectors, up to rounding and clipping. */
    public double cosine(int score) {
        double unit = clip / LARGEST;
        return score * unit * unit;
    }

    static void requireValid(byte[] vector, int dimensions) {
        if (vector.length != dimensions) {
            throw new RetrievalException(
                    Code.VECTOR_INVALID,
                    "The vector has " + vector.length + " dimensions instead of " + dimensions + ".");
        }
        int squares = 0;
        for (byte coordinate : vector) {
            if (coordinate == Byte.MIN_VALUE) {
                throw new RetrievalException(Code.VECTOR_INVALID, "Coordinates lie in [-127, 127].");
            }
            squares += coordinate * coordinate;
        }
        if (squares > MAX_SQUARED_LENGTH) {
            throw new RetrievalException(
                    Code.VECTOR_INVALID,
                    "The vector's squared length is " + squares + "; up to " + MAX_SQUARED_LENGTH
                            + " scores are exact.");
        }
    }
}
