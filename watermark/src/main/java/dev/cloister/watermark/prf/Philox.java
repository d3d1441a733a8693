package dev.cloister.watermark.prf;

/**
 * Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3) as vLLM's watermarking
 * keys it: a context is absorbed four tokens at a time, then each token draws one of the four words of its block.
 *
 * <p>Not a cryptographic function: who sees enough uniforms may find the 64-bit key. Safe for use by many threads.
 */
public final class Philox {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int CONTEXT_DOMAIN = 0x574D4358;
    private static final int TOKEN_DOMAIN = 0x574D544B;
    private static final int WORDS = 4;
    private static final double MANTISSAS = (1 << 24) + 1.0;

    private final int key0;
    private final int key1;

    /** @param key all 64 bits count */
    public Philox(long key) {
        key0 = (int) key;
        key1 = (int) (key >>> Integer.SIZE);
    }

    /** What a context makes of the key; draws a uniform for each token. */
    public final class Uniforms {

        private final int[] state;
        private int block = -1;
        private int[] words = {};

        private Uniforms(int[] state) {
            this.state = state;
        }

        /** The upper 24 bits of the token's word, in 0..2^24-1. */
        public int mantissa(int token) {
            int wanted = token >>> 2;
            if (wanted != block) {
                words = rounds(new int[] {wanted, state[0], state[1], state[2]}, key0 ^ state[3], key1 ^ TOKEN_DOMAIN);
                block = wanted;
            }
            return words[token & 3] >>> 8;
        }

        /** (mantissa + 1) / (2^24 + 1) as a float holds it: in (0, 1). */
        public double of(int token) {
            return (float) ((mantissa(token) + 1) / MANTISSAS);
        }
    }

    /** @param context the tokens before the one to be drawn, oldest first; -1 where there is none */
    public Uniforms after(int... context) {
        int[] state = {CONTEXT_DOMAIN, context.length, 0, 0};
        for (int offset = 0; offset < context.length; offset += WORDS) {
            for (int i = 0; i < WORDS; i++) {
                state[i] ^= offset + i < context.length ? context[offset + i] : -1 - i;
            }
            state = rounds(state, key0 ^ offset, key1);
        }
        return new Uniforms(state);
    }

    static int[] rounds(int[] counter, int firstKey0, int firstKey1) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
        int k0 = firstKey0;
        int k1 = firstKey1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> Integer.SIZE) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> Integer.SIZE) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new int[] {c0, c1, c2, c3};
    }
}
