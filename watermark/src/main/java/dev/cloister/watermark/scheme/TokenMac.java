package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) of a few 32-bit numbers under a fixed key. The key's inner and outer blocks are compressed once,
 * so that a message costs two compressions and no allocation. Not safe for use by several threads.
 */
final class TokenMac {

    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    /** What fits beside the padding in one block. */
    private static final int MOST_WORDS = 13;

    private static final int DIGEST_BITS = (Sha256Block.BYTES + Sha256Block.STATE_WORDS * Integer.BYTES) * Byte.SIZE;
    private static final int END_OF_MESSAGE = 0x80000000;

    private final int[] inner;
    private final int[] outer;
    private final int[] state = new int[Sha256Block.STATE_WORDS];
    private final int[] words = new int[Sha256Block.SCHEDULE_WORDS];

    static TokenMac of(MarkKey key) {
        byte[] secret = key.reveal();
        try {
            return new TokenMac(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** @param key at most 64 bytes */
    TokenMac(byte[] key) {
        inner = afterKeyBlock(key, INNER_PAD);
        outer = afterKeyBlock(key, OUTER_PAD);
    }

    /** Of two numbers, big-endian. */
    long firstEightBytes(int first, int second) {
        words[0] = first;
        words[1] = second;
        return firstEightBytes(2);
    }

    /**
     * Of some numbers and one more, big-endian.
     *
     * @param first at most 12
     */
    long firstEightBytes(int[] first, int last) {
        if (first.length >= MOST_WORDS) {
            throw new IllegalArgumentException("At most " + MOST_WORDS + " numbers fit a block.");
        }
        System.arraycopy(first, 0, words, 0, first.length);
        words[first.length] = last;
        return firstEightBytes(first.length + 1);
    }

    /** Of the first words. */
    private long firstEightBytes(int length) {
        System.arraycopy(inner, 0, state, 0, state.length);
        words[length] = END_OF_MESSAGE;
        Arrays.fill(words, length + 1, 15, 0);
        words[15] = (Sha256Block.BYTES + length * Integer.BYTES) * Byte.SIZE;
        Sha256Block.compress(state, words);

        System.arraycopy(state, 0, words, 0, state.length);
        words[8] = END_OF_MESSAGE;
        Arrays.fill(words, 9, 15, 0);
        words[15] = DIGEST_BITS;
        System.arraycopy(outer, 0, state, 0, state.length);
        Sha256Block.compress(state, words);
        return (long) state[0] << Integer.SIZE | Integer.toUnsignedLong(state[1]);
    }

    private int[] afterKeyBlock(byte[] key, byte pad) {
        ByteBuffer block = ByteBuffer.allocate(Sha256Block.BYTES);
        for (int i = 0; i < Sha256Block.BYTES; i++) {
            block.put(i, (byte) ((i < key.length ? key[i] : 0) ^ pad));
        }
        block.asIntBuffer().get(words, 0, Sha256Block.BYTES / Integer.BYTES);
        int[] result = Sha256Block.initialState();
        Sha256Block.compress(result, words);
        Arrays.fill(words, 0);
        Arrays.fill(block.array(), (byte) 0);
        return result;
    }
}
