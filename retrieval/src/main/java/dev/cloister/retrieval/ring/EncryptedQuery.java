package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;

/**
 * A question that only its querier can read: a fresh public key and one ciphertext for each group of coordinates.
 *
 * <p>Group {@code k} of {@code g} encrypts {@code sum of q[k w + i] x^i} for {@code w = dimensions / g}. The uniform halves of
 * key and ciphertexts are not sent: whoever receives the query expands them from {@link #publicSeed()}, so that no querier
 * can choose them. The same bytes may go to all owners; they are never used for another question.
 */
public final class EncryptedQuery {

    private final QueryShape shape;
    private final byte[] publicSeed;
    private final int[][][] polynomials;
    private final byte[] bytes;
    private final QueryId id;

    /** @param polynomials the key and then the ciphertexts, each by prime, evaluations in [0, p) */
    EncryptedQuery(QueryShape shape, byte[] publicSeed, int[][][] polynomials, byte[] bytes) {
        this.shape = shape;
        this.publicSeed = publicSeed;
        this.polynomials = polynomials;
        this.bytes = bytes;
        this.id = QueryId.of(bytes);
    }

    /**
     * Reads what {@link #toBytes()} wrote, from a stranger.
     *
     * @throws RetrievalException RING_MESSAGE_MALFORMED, RING_MESSAGE_TOO_LARGE, RING_PARAMETERS_UNSUPPORTED,
     *     RING_RESIDUE_OUT_OF_RANGE, RING_POLYNOMIAL_ZERO
     */
    public static EncryptedQuery parse(byte[] bytes) {
        return QueryFormat.read(bytes);
    }

    /** The wire form, {@link QueryShape#queryBytes()} long; a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public QueryShape shape() {
        return shape;
    }

    /** The hash of the wire form, which every answer names. */
    public QueryId id() {
        return id;
    }

    /** What the uniform halves are expanded from. */
    byte[] publicSeed() {
        return publicSeed;
    }

    /** The other half of the public key, by prime. Not to be changed. */
    int[][] key() {
        return polynomials[0];
    }

    /** The first half of a group's ciphertext, by prime. Not to be changed. */
    int[][] ciphertext(int group) {
        return polynomials[1 + group];
    }
}
