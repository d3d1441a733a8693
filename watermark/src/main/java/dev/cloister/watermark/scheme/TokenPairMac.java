package dev.cloister.watermark.scheme;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) of two 32-bit numbers under a fixed key. The key's inner and outer blocks are compressed once,
 * so that a pair costs two compressions and no allocation. Not safe for use by several threads.
 */
final class TokenPairMac {

    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    private static final int MESSAGE_BITS = (Sha256Block.BYTES + 2 * Integer.BYTES) * Byte.SIZE;
    private static final int DIGEST_BITS = (Sha256Block.BYTES + Sha256Block.STATE_WORDS * Integer.BYTES) * Byte.SIZE;
    private static final int END_OF_MESSAGE = 0x80000000;

    private final int[] inner;
    private final int[] outer;
    private final int[] state = new int[Sha256Block.STATE_WORDS];
    private final int[] words = new int[Sha256Block.SCHEDULE_WORDS];

    /** @param key at most 64 bytes */
    TokenPairMac(byte[] key) {
        inner = afterKeyBlock(key, INNER_PAD);
        outer = afterKeyBlock(key, OUTER_PAD);
    }

    long firstEightBytes(int first, int second) {
        System.arraycopy(inner, 0, state, 0, state.length);
        words[0] = first;
        words[1] = second;
        words[2] = END_OF_MESSAGE;
        Arrays.fill(words, 3, 15, 0);
        words[15] = MESSAGE_BITS;
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
