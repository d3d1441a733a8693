package dev.cloister.watermark.prf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash of the published code of SynthID-Text (Dathathri et al. 2024, "Scalable watermarking for identifying large
 * language model outputs", Nature 634, methods): f(h, x) = (h + x) a + 1 over wrapping 64-bit integers. It is linear, so
 * it hides the keys from a casual reader and not from a forger. Safe for use by many threads.
 */
public final class SynthIdHash {

    private static final long MULTIPLIER = 6364136223846793005L;
    private static final int FINAL_ROUNDS = 12;
    private static final int SHIFT = 5;
    private static final int BIT = 30;
    private static final int BLOCK = 512;

    private final long[] keys;
    private final long initial;

    /** @param keys one for each layer, at most 64 */
    public SynthIdHash(long[] keys) {
        if (keys.length < 1 || keys.length > Long.SIZE) {
            throw new IllegalArgumentException("1 to 64 layers, not " + keys.length);
        }
        this.keys = keys.clone();
        this.initial = initial(keys);
    }

    /** How many layers there are. */
    public int layers() {
        return keys.length;
    }

    /** SHA-256 of the keys as little-endian 64-bit words, read big-endian, modulo 2^63 - 1. */
    static long initial(long[] keys) {
        ByteBuffer words = ByteBuffer.allocate(keys.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long key : keys) {
            words.putLong(key);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.array());
            return new BigInteger(1, digest)
                    .mod(BigInteger.valueOf(Long.MAX_VALUE))
                    .longValue();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    /** The state after a context, oldest token first. */
    public long after(int[] context) {
        long state = initial;
        for (int token : context) {
            state = step(state, token);
        }
        return state;
    }

    /** The g values of a candidate after that state, layer i in bit i. */
    public long bits(long state, int candidate) {
        long ofCandidate = step(state, candidate);
        long bits = 0;
        for (int layer = 0; layer < keys.length; layer++) {
            long hash = step(ofCandidate, keys[layer]);
            for (int round = 0; round < FINAL_ROUNDS; round++) {
                hash = step(hash, 1) >> SHIFT;
            }
            bits |= (hash >> BIT & 1) << layer;
        }
        return bits;
    }

    /** The same of many candidates: layer by layer in blocks, so that the compiler works on several at once. */
    public long[] bits(long state, int[] candidates) {
        long[] bits = new long[candidates.length];
        long[] ofCandidates = new long[BLOCK];
        long[] hashes = new long[BLOCK];
        for (int from = 0; from < candidates.length; from += BLOCK) {
            int count = Math.min(BLOCK, candidates.length - from);
            for (int i = 0; i < count; i++) {
                ofCandidates[i] = step(state, candidates[from + i]);
            }
            for (int layer = 0; layer < keys.length; layer++) {
                hash(ofCandidates, keys[layer], hashes, count);
                for (int i = 0; i < count; i++) {
                    bits[from + i] |= (hashes[i] >> BIT & 1) << layer;
                }
            }
        }
        return bits;
    }

    private static void hash(long[] ofCandidates, long key, long[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = (ofCandidates[i] + key) * MULTIPLIER + 1;
        }
        for (int round = 0; round < FINAL_ROUNDS; round++) {
            for (int i = 0; i < count; i++) {
                hashes[i] = ((hashes[i] + 1) * MULTIPLIER + 1) >> SHIFT;
            }
        }
    }

    private static long step(long state, long data) {
        return (state + data) * MULTIPLIER + 1;
    }
}
