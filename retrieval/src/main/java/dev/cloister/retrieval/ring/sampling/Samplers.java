package dev.cloister.retrieval.ring.sampling;

/**
 * Fills polynomials from a random stream. How often a draw is thrown away depends on the stream, not on the values that are
 * kept, so that time tells nothing of them.
 */
public final class Samplers {

    /** Coins on each side of an error: variance 10.5, standard deviation 3.24. */
    public static final int COINS = 21;

    private static final long COIN_MASK = (1L << COINS) - 1;
    private static final int SHORT_VALUES = 1 << Short.SIZE;

    private Samplers() {}

    /** Uniform in {-1, 0, 1}: two bits at a time, the highest first; 3 is thrown away. */
    public static void ternary(RandomStream stream, double[] target) {
        int left = 0;
        int bits = 0;
        for (int i = 0; i < target.length; left--) {
            if (left == 0) {
                bits = stream.nextByte();
                left = Byte.SIZE / 2;
            }
            int value = bits >> 6 & 3;
            bits <<= 2;
            if (value < 3) {
                target[i++] = value - 1;
            }
        }
    }

    /** Centred binomial: ones among bits 0 to 20 of a 64-bit number less ones among bits 21 to 41. */
    public static void binomial(RandomStream stream, double[] target) {
        for (int i = 0; i < target.length; i++) {
            long bits = stream.nextLong();
            target[i] = Long.bitCount(bits & COIN_MASK) - Long.bitCount(bits >>> COINS & COIN_MASK);
        }
    }

    /** Uniform in [-bound, bound], for bounds below 2^14: 16 bits modulo 2 bound + 1, thrown away where uneven. */
    public static void within(RandomStream stream, int bound, double[] target) {
        int count = 2 * bound + 1;
        int even = SHORT_VALUES / count * count;
        for (int i = 0; i < target.length; ) {
            int bits = stream.nextShort();
            if (bits < even) {
                target[i++] = bits % count - bound;
            }
        }
    }

    /** Uniform in [0, prime): the low bits of a 32-bit number, thrown away where not below. */
    public static void residues(RandomStream stream, long prime, int[] target) {
        int mask = (int) (Long.highestOneBit(prime) * 2 - 1);
        for (int i = 0; i < target.length; ) {
            int bits = stream.nextInt() & mask;
            if (bits < prime) {
                target[i++] = bits;
            }
        }
    }
}
