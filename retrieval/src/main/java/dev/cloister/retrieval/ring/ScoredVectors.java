package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import java.security.SecureRandom;

/** An owner's vectors, ready for encrypted queries of one shape. Safe for use by several threads. */
public interface ScoredVectors extends AutoCloseable {

    QueryShape shape();

    /** How many there are. */
    int vectors();

    /** Memory that they take. */
    long bytes();

    /**
     * The encrypted scores of all vectors.
     *
     * <p>Security: to a querier who made the query as {@link Querier} does, an answer tells the scores and nothing else: it
     * holds a fresh encryption of zero under the querier's key for each block, and noise that floods what the ciphertext's own
     * noise would tell. A querier who deviates can learn more, if never more bits than the answer's plaintexts hold; see
     * docs/adr/0017-ring-parameters-and-flooding.md.
     *
     * @param random gives 32 bytes, from which all of the answer's randomness is expanded
     * @throws RetrievalException RING_PARAMETERS_UNSUPPORTED where the query has another shape
     */
    EncryptedAnswer answer(EncryptedQuery query, SecureRandom random);

    @Override
    void close();
}
