package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.Barrett;
import dev.cloister.retrieval.ring.kernel.RingKernel;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Decrypts the coefficients that hold scores. The product of an answer's second half with the secret is computed over the
 * integers, modulo two of the ring's primes: its coefficients are below 4096 * 2^30 = 2^42, the product of two primes is
 * above 2^53. Four transforms take about 60 us for a block; adding up 4096 terms takes 0.25 us for each score in vector code,
 * hence less for blocks of up to 240 scores and a multiple beyond. Short blocks are those of few groups, whose finishing
 * costs the owner several times that; so there is one way only.
 */
final class Decryption {

    private static final int N = RingParameters.RING_DIMENSION;
    private static final long ANSWER_MASK = (1L << RingParameters.ANSWER_BITS) - 1;
    private static final int SHIFT = RingParameters.ANSWER_BITS - RingParameters.PLAINTEXT_BITS;
    private static final int UNUSED_BITS = Integer.SIZE - RingParameters.ANSWER_BITS;

    private final QueryKey key;
    private final QueryShape shape;
    private final RingKernel[] kernels;
    private final Barrett second;
    private final long lift;

    Decryption(QueryKey key, QueryShape shape) {
        this.key = key;
        this.shape = shape;
        Ring ring = Ring.of(shape.parameters());
        this.kernels = new RingKernel[] {ring.kernel(0), ring.kernel(1)};
        this.second = Barrett.of(kernels[1].prime());
        this.lift = inverse(kernels[0].prime(), kernels[1].prime());
    }

    private static long inverse(long value, long prime) {
        return BigInteger.valueOf(value).modInverse(BigInteger.valueOf(prime)).longValue();
    }

    int[] scores(EncryptedAnswer answer) {
        int[] phases = phases(answer);
        for (int i = 0; i < phases.length; i++) {
            // Centred modulo 2^31, then rounded to a multiple of 2^11.
            int centred = phases[i] << UNUSED_BITS >> UNUSED_BITS;
            phases[i] = centred + (1 << SHIFT - 1) >> SHIFT;
        }
        return phases;
    }

    /** Scores times 2^11 plus errors, modulo 2^31. */
    int[] phases(EncryptedAnswer answer) {
        int[] phases = new int[answer.vectors()];
        double[][] products = new double[2][N];
        double[] mask = new double[N];
        for (int block = 0; block < shape.blocks(answer.vectors()); block++) {
            for (int i = 0; i < 2; i++) {
                centre(answer.mask(block), mask);
                kernels[i].forward(mask);
                Arrays.fill(products[i], 0);
                kernels[i].multiplyAdd(products[i], mask, key.secret(i));
                kernels[i].inverse(products[i]);
            }
            int first = block * shape.vectorsPerBlock();
            for (int i = 0; i < shape.vectorsIn(block, answer.vectors()); i++) {
                long product = lifted(products, shape.scoreAt(i));
                phases[first + i] = (int) (answer.scores()[first + i] + product & ANSWER_MASK);
            }
        }
        return phases;
    }

    private static void centre(int[] mask, double[] target) {
        for (int i = 0; i < N; i++) {
            target[i] = mask[i] << UNUSED_BITS >> UNUSED_BITS;
        }
    }

    /** The integer below half the product of two primes in magnitude that has these residues. */
    private long lifted(double[][] residues, int index) {
        long low = (long) residues[0][index];
        long high = second.remainder(((long) residues[1][index] - low) * lift);
        // Into [-p/2, p/2] without a branch on what depends on the secret.
        high -= second.prime() & second.prime() / 2 - high >> Long.SIZE - 1;
        return low + kernels[0].prime() * high;
    }
}
