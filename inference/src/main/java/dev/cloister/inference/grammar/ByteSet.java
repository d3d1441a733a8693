package dev.cloister.inference.grammar;

/** A set of byte values. */
record ByteSet(long a, long b, long c, long d) {

    static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    private static final ByteSet[] SINGLE = new ByteSet[256];

    static {
        for (int value = 0; value < SINGLE.length; value++) {
            SINGLE[value] = range(value, value);
        }
    }

    static ByteSet range(int from, int to) {
        long[] words = new long[4];
        for (int value = from; value <= to; value++) {
            words[value >> 6] |= 1L << (value & 63);
        }
        return new ByteSet(words[0], words[1], words[2], words[3]);
    }

    static ByteSet of(int value) {
        return SINGLE[value];
    }

    ByteSet or(ByteSet other) {
        return new ByteSet(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    int size() {
        return Long.bitCount(a) + Long.bitCount(b) + Long.bitCount(c) + Long.bitCount(d);
    }

    /** The smallest member of a set that is not empty. */
    int smallest() {
        if ((a | b) != 0) {
            return a != 0 ? Long.numberOfTrailingZeros(a) : 64 + Long.numberOfTrailingZeros(b);
        }
        return c != 0 ? 128 + Long.numberOfTrailingZeros(c) : 192 + Long.numberOfTrailingZeros(d);
    }

    boolean contains(int value) {
        long word = value < 128 ? (value < 64 ? a : b) : (value < 192 ? c : d);
        return (word >>> (value & 63) & 1) != 0;
    }
}
