package dev.cloister.retrieval.ring;

/** A backend's own part of an answer: the products of a block's polynomials with a query's ciphertexts, summed over groups. */
@FunctionalInterface
public interface BlockProducts {

    /**
     * Computes the sums of one block.
     *
     * @param first receives the sum over groups of first half times polynomial, for each prime 4096 coefficients in [-p, p]
     * @param second receives the same with the second half
     */
    void multiply(int block, double[][] first, double[][] second);
}
