package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * An owner's side of cut-and-choose over keys.
 *
 * <p>Security: no look at a public key tells whether it is {@code e - a s} or has something added, and an answer under such a
 * key gives away the owner's mask. Here the owner makes all keys but one anew from their seeds. Of a batch of m keys with
 * {@code c >= 1} that are not honest, the querier gets to use one of those only if {@code c = 1} and the owner keeps exactly
 * that one: with probability 1/m. Several owners need a batch each, or a choice that none of them could have made alone.
 * It says nothing of the query's ciphertexts.
 */
public final class KeyAudit {

    private final KeyCommitments commitments;
    private final KeyChallenge challenge;
    private boolean passed;

    private KeyAudit(KeyCommitments commitments, KeyChallenge challenge) {
        this.commitments = commitments;
        this.challenge = challenge;
    }

    /** Chooses a key. */
    public static KeyAudit start(KeyCommitments commitments, SecureRandom random) {
        return new KeyAudit(
                commitments,
                new KeyChallenge(random.nextInt(commitments.hashes().size())));
    }

    /** What goes to the querier. */
    public KeyChallenge challenge() {
        return challenge;
    }

    /**
     * Makes the opened keys anew and compares them with what was committed to.
     *
     * @return this
     * @throws RetrievalException RING_KEY_REFUSED; the querier cheated or is broken
     */
    public synchronized KeyAudit check(KeyOpenings openings) {
        List<KeyCommitments.Hash> expected = new ArrayList<>(commitments.hashes());
        expected.remove(challenge.kept());
        List<Seed> seeds = openings.seeds();
        if (openings.parameters() != commitments.parameters() || seeds.size() != expected.size()) {
            throw new RetrievalException(Code.RING_KEY_REFUSED, "Other keys were opened than had been asked for.");
        }
        for (int i = 0; i < seeds.size(); i++) {
            if (!KeyBatch.commitment(commitments.parameters(), seeds.get(i)).equals(expected.get(i))) {
                throw new RetrievalException(Code.RING_KEY_REFUSED, "A key was not made as the protocol says.");
            }
        }
        passed = true;
        return this;
    }

    /**
     * That the query is under the chosen key and the others were in order; to be asked before it is answered.
     *
     * @throws RetrievalException RING_KEY_REFUSED
     */
    public synchronized void require(EncryptedQuery query) {
        if (!passed
                || query.shape().parameters() != commitments.parameters()
                || !KeyCommitments.hash(query).equals(commitments.hashes().get(challenge.kept()))) {
            throw new RetrievalException(Code.RING_KEY_REFUSED, "The query is not under the key that was chosen.");
        }
    }
}
