package dev.cloister.retrieval.ring.kernel;

/**
 * The powers of a primitive 8192-th root of unity modulo a prime, which the number-theoretic transforms multiply by.
 *
 * <p>The root is {@code c^((p-1)/8192)} for the smallest {@code c >= 2} for which that is primitive. The powers lie in
 * bit-reversed order: {@code forward[k] = root^reverse12(k)} (Longa and Naehrig 2016, algorithm 1).
 *
 * @param forward powers of the root, in [0, p)
 * @param inverse powers of the root's inverse, in [0, p)
 * @param sizeInverse the inverse of 4096
 */
record Roots(long prime, long[] forward, long[] inverse, long sizeInverse) {

    static Roots of(long prime) {
        long root = primitiveRoot(prime);
        return new Roots(
                prime,
                reversedPowers(root, prime),
                reversedPowers(power(root, prime - 2, prime), prime),
                power(RingKernel.SIZE, prime - 2, prime));
    }

    private static long primitiveRoot(long prime) {
        if (prime % (2L * RingKernel.SIZE) != 1) {
            throw new IllegalArgumentException("The prime " + prime + " is not 1 modulo " + 2 * RingKernel.SIZE);
        }
        for (long candidate = 2; candidate < prime; candidate++) {
            long root = power(candidate, (prime - 1) / (2L * RingKernel.SIZE), prime);
            if (power(root, RingKernel.SIZE, prime) == prime - 1) {
                return root;
            }
        }
        throw new IllegalArgumentException(prime + " is not prime");
    }

    private static long[] reversedPowers(long root, long prime) {
        long[] powers = new long[RingKernel.SIZE];
        long power = 1;
        for (int exponent = 0; exponent < RingKernel.SIZE; exponent++) {
            powers[Integer.reverse(exponent) >>> (Integer.SIZE - RingKernel.LOG_SIZE)] = power;
            power = power * root % prime;
        }
        return powers;
    }

    static long power(long base, long exponent, long prime) {
        long result = 1;
        long square = base % prime;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result = result * square % prime;
            }
            square = square * square % prime;
        }
        return result;
    }

    /** The representative in [-p/2, p/2] of a residue in [0, p). */
    static double centred(long residue, long prime) {
        return residue > prime / 2 ? residue - prime : residue;
    }
}
