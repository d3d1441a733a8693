package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;

/**
 * Which tokens are green: a pseudo-random share gamma of the vocabulary that depends on the key and on the token before
 * (Kirchenbauer et al. 2023, algorithm 2, with HMAC-SHA256 in place of a seeded permutation).
 *
 * <p>A candidate is green when the first 8 bytes of HMAC-SHA256(key, previous || candidate), both as u32 big-endian,
 * read as an unsigned number, are below gamma 2^64. One candidate costs two SHA-256 blocks, whatever the vocabulary.
 *
 * <p>Not safe for use by several threads.
 */
public final class GreenList {

    private final TokenMac mac;
    private final long threshold;

    public GreenList(MarkKey key, GreenListParameters parameters) {
        this.mac = TokenMac.of(key);
        this.threshold = parameters.threshold();
    }

    /** Whether the candidate is green after that token; -1 stands for "no token before". */
    public boolean isGreen(int previous, int candidate) {
        return Long.compareUnsigned(mac.firstEightBytes(previous, candidate), threshold) < 0;
    }
}
