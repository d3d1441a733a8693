package dev.cloister.retrieval.ring.kernel;

/**
 * Polynomials modulo x^4096 + 1 and a prime p below 2^28 that is 1 modulo 8192.
 *
 * <p>A polynomial is an array of 4096 doubles that hold integers, either its coefficients or its evaluations. Evaluation
 * {@code r} is the value at {@code root^(2 (64 reverse6(r / 64) + reverse6(r mod 64)) + 1)}, where {@code reverse6} turns
 * six bits around: the order that falls out of a transform of 64 columns and then 64 rows, the same for every width of
 * the machine's vectors. Arrays are changed in place; nothing is allocated.
 *
 * <p>Implementations take the same time for every value that fits their contract, as far as the JVM keeps branch-free
 * code branch-free; it promises nothing, and a debugger, a profiler or a page fault sees what it sees.
 */
public sealed interface RingKernel permits ScalarKernel, VectorKernel {

    /** The ring's dimension. */
    int SIZE = 4096;

    int LOG_SIZE = 12;

    /** Coefficients that one tile of a scan holds. */
    int TILE = 16;

    /** The most products of residues below 217,000,000 that an unsigned 64-bit sum holds. */
    int MAX_PRODUCTS = 384;

    long prime();

    /** Coefficients, at most 2^31 in magnitude, become evaluations in [-p/2, p/2], give or take one. */
    void forward(double[] polynomial);

    /** Evaluations in [-2p, 2p] become coefficients in [-p/2, p/2], give or take one. */
    void inverse(double[] polynomial);

    /** {@code sum += left * right}, pointwise; all operands and the result in [-p, p]. */
    void multiplyAdd(double[] sum, double[] left, double[] right);

    /**
     * Lays residues in (-p, p) out as the scan reads them: tile {@code t} of polynomial {@code group} goes to {@code target} from
     * {@code (t * stride + group) * TILE + shift}, as integers in [0, p).
     *
     * @param stride tiles between a tile of a polynomial and the next
     */
    void pack(double[] evaluations, int[] target, int stride, int group);

    /**
     * Sums of products without reduction: for each block {@code b}, {@code sums[2 b]} becomes the sum over all groups of
     * block times first query polynomial, and {@code sums[2 b + 1]} that with the second.
     *
     * @param blocks each packed with {@code stride = groups}
     * @param query packed with {@code stride = 2 * groups}; group {@code k}'s two polynomials are 2k and 2k + 1
     * @param groups at most {@link #MAX_PRODUCTS}
     * @param sums unsigned 64-bit numbers, each of 4096
     */
    void scan(int[][] blocks, int[] query, int groups, long[][] sums);

    /** Unsigned 64-bit sums become evaluations in [-p/2, p/2]. */
    void reduce(long[] sums, double[] evaluations);
}
