package dev.cloister.watermark.scheme;

import dev.cloister.watermark.prf.TorchPermutation;

/**
 * Which tokens seed a green list, and how: the two seeding schemes of the published code that are in use. The seed is the
 * generator's, whose low 32 bits decide.
 */
public enum KgwSeeding {
    /** The token before (Kirchenbauer et al. 2023, algorithm 2; "lefthash", "simple_1"): key times its id. */
    LEFT_HASH("kgw-left-hash", 1) {
        @Override
        long seed(long key, int[] context, int candidate) {
            return key * context[0];
        }
    },
    /**
     * The three tokens before and the candidate itself (Kirchenbauer et al. 2023, algorithm 3; 2023b, section 3;
     * "selfhash"): the least of the key times the hashes of each and of the candidate, as signed 64-bit products wrap.
     */
    SELF_HASH("kgw-self-hash", 3) {
        @Override
        long seed(long key, int[] context, int candidate) {
            long anchor = SelfHashTable.hash(candidate);
            long least = key * anchor * anchor;
            for (int token : context) {
                least = Math.min(least, key * SelfHashTable.hash(token) * anchor);
            }
            // The published code takes the product modulo 2^64 - 1, which moves negative ones by one.
            return least < 0 ? least - 1 : least;
        }
    };

    private final String code;
    private final int width;

    KgwSeeding(String code, int width) {
        this.code = code;
        this.width = width;
    }

    /** The scheme's name. */
    public String code() {
        return code;
    }

    /** How many tokens before the candidate count. */
    int width() {
        return width;
    }

    abstract long seed(long key, int[] context, int candidate);

    /** The published permutation of 1,000,003 numbers, made once when it is first needed. */
    private static final class SelfHashTable {

        private static final int SIZE = 1_000_003;
        private static final long SEED = 2971215073L;
        private static final int[] TABLE = TorchPermutation.first(SIZE, SIZE, SEED);

        static long hash(int token) {
            return TABLE[token % SIZE] + 1L;
        }
    }
}
