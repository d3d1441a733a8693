package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.KeyAudit;
import dev.cloister.retrieval.ring.KeyCommitments;
import dev.cloister.retrieval.ring.KeyOpenings;
import java.security.SecureRandom;

/**
 * A key that a guest may use for one query, since all others that it had committed to were in order.
 *
 * @param left how many queries are left, this one counted
 */
record AuditedKey(Guest guest, KeyAudit audit, int left, NodeListener listener) {

    /**
     * Asks for the other keys. The query is counted first: a guest that would rather not open them has used it up.
     *
     * @throws RetrievalException RING_KEY_REFUSED where a key was not made as the protocol says, and what {@link
     *     KeyCommitments#parse} and the budget throw
     */
    static AuditedKey of(Caller caller, Guest guest, Offer offer, byte[] content, SecureRandom random) {
        KeyCommitments commitments = KeyCommitments.parse(content);
        if (commitments.parameters() != offer.parameters()
                || commitments.hashes().size() != offer.auditKeys()) {
            throw new RetrievalException(
                    Code.RING_KEY_REFUSED,
                    "The offer asks for " + offer.auditKeys() + " keys to choose from. The query was not counted.");
        }
        VisitServices services = caller.services();
        KeyAudit audit = KeyAudit.start(commitments, random);
        AuditedKey key = new AuditedKey(
                guest, audit, services.budgets().take(guest, commitments.id().toString()), services.listener());
        Connection connection = caller.connection();
        connection.send(MessageType.CHALLENGE, audit.challenge().toBytes());
        key.noting(() -> {
            byte[] openings = connection.insist(MessageType.OPENED);
            var unused = caller.computed(() -> audit.check(KeyOpenings.parse(openings)));
        });
        connection.send(MessageType.PASSED);
        return key;
    }

    /** @throws RetrievalException RING_KEY_REFUSED where the query is under another key */
    void require(EncryptedQuery query) {
        noting(() -> audit.require(query));
    }

    /** Whoever hangs up when it is asked for its keys is noted too: it may have had a reason. */
    private void noting(Runnable step) {
        try {
            step.run();
        } catch (RetrievalException e) {
            listener.keyRefused(guest, e);
            throw e;
        }
    }
}
