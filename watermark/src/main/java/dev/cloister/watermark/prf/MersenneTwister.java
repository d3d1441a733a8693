package dev.cloister.watermark.prf;

/**
 * MT19937 (Matsumoto and Nishimura 1998, section 2.1), seeded as PyTorch seeds its CPU generator: by the low 32 bits of
 * the seed, in the 2002 initialisation. No cryptographic function. For one thread.
 */
final class MersenneTwister {

    private static final int LENGTH = 624;
    private static final int MIDDLE = 397;
    private static final int UPPER = 0x80000000;
    private static final int TWIST = 0x9908b0df;
    private static final int INITIAL_FACTOR = 1812433253;

    private final int[] state = new int[LENGTH];
    private int next = LENGTH;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < LENGTH; i++) {
            state[i] = INITIAL_FACTOR * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** The next 32 bits, to be read as unsigned. */
    int nextInt() {
        if (next == LENGTH) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < LENGTH; i++) {
            int after = i + 1 < LENGTH ? i + 1 : 0;
            int ahead = i + MIDDLE < LENGTH ? i + MIDDLE : i + MIDDLE - LENGTH;
            int y = state[i] & UPPER | state[after] & ~UPPER;
            state[i] = state[ahead] ^ y >>> 1 ^ (-(y & 1) & TWIST);
        }
        next = 0;
    }
}
