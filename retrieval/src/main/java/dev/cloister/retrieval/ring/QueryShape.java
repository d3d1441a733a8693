package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;

/**
 * What a query and the vectors that it is put to must agree on.
 *
 * <p>Work does not depend on the number of groups, traffic does: a query grows with it and an answer shrinks.
 *
 * @param parameters the ring's
 * @param dimensions of a vector, 1 to {@link RingParameters#MAX_DIMENSIONS}
 * @param groups g, into which the dimensions are split: a divisor of them, at most {@link RingParameters#MAX_GROUPS}
 */
public record QueryShape(RingParameters parameters, int dimensions, int groups) {

    private static final int N = RingParameters.RING_DIMENSION;

    /** @throws RetrievalException RING_PARAMETERS_UNSUPPORTED */
    public QueryShape {
        if (dimensions < 1
                || dimensions > RingParameters.MAX_DIMENSIONS
                || groups < 1
                || groups > RingParameters.MAX_GROUPS
                || dimensions % groups != 0) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "Vectors of " + dimensions + " dimensions in " + groups
                            + " groups cannot be searched: there may be 1 to "
                            + RingParameters.MAX_DIMENSIONS + " dimensions, and 1 to " + RingParameters.MAX_GROUPS
                            + " groups that divide them.");
        }
    }

    /** w: coordinates in a group, and the distance of two scores in an answer's polynomial. */
    public int groupWidth() {
        return dimensions / groups;
    }

    /** Vectors that share a polynomial. */
    public int vectorsPerBlock() {
        return N / groupWidth();
    }

    /** Blocks that hold so many vectors. */
    public int blocks(int vectors) {
        return Math.ceilDiv(vectors, vectorsPerBlock());
    }

    /** How many of the vectors lie in that block. */
    int vectorsIn(int block, int vectors) {
        return Math.min(vectorsPerBlock(), vectors - block * vectorsPerBlock());
    }

    /** The coefficient that holds the score of a block's {@code index}-th vector. */
    int scoreAt(int index) {
        return index * groupWidth() + groupWidth() - 1;
    }

    /** Length of a query's wire form. */
    public long queryBytes() {
        return QueryFormat.HEADER_BYTES
                + (groups + 1L) * parameters.primeCount() * N * parameters.residueBits() / Byte.SIZE;
    }

    /** Length of the wire form of an answer with the scores of so many vectors. */
    public long answerBytes(int vectors) {
        long bytes = AnswerFormat.HEADER_BYTES;
        for (int block = 0; block < blocks(vectors); block++) {
            long numbers = N + vectorsIn(block, vectors);
            bytes += Math.ceilDiv(numbers * RingParameters.ANSWER_BITS, Byte.SIZE);
        }
        return bytes;
    }

    /** Memory that the encoded form of so many vectors takes. */
    public long encodedBytes(int vectors) {
        return (long) blocks(vectors) * groups * N * parameters.primeCount() * Integer.BYTES;
    }
}
