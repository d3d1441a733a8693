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
import java.util.function.Supplier;

/**
 * A key that a guest may use for one query, since all others that it had committed to were in order.
 *
 * @param snapshot which is asked
 * @param left how many queries are left, this one counted
 */
record AuditedKey(Guest guest, String snapshot, KeyAudit audit, int left, NodeListener listener) {

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
                guest,
                offer.snapshot(),
                audit,
                services.budgets().take(guest, commitments.id().toString()),
                services.listener());
        Connection connection = caller.connection();
        connection.send(MessageType.CHALLENGE, audit.challenge().toBytes());
        byte[] openings = key.noting(() -> connection.insistWithin(MessageType.OPENED, Caller.PATIENCE));
        var unused = caller.computed(() -> key.noting(() -> audit.check(KeyOpenings.parse(openings))));
        connection.send(MessageType.PASSED);
        return key;
    }

    /** @throws RetrievalException RING_KEY_REFUSED where the query is under another key */
    void require(EncryptedQuery query) {
        var unused = noting(() -> {
            audit.require(query);
            return audit;
        });
    }

    /** Whoever hangs up when it is asked for its keys is noted too: it may have had a reason. */
    private <T> T noting(Supplier<T> step) {
        try {
            return step.get();
        } catch (RetrievalException e) {
            listener.keyRefused(guest, e);
            throw e;
        }
    }
}
