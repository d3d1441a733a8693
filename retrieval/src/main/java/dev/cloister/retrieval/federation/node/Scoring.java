package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers queries. Each is counted before it is answered; where the offer asks for an audit of keys, it is counted before the
 * audit, so that who breaks one off has not tried for nothing.
 */
final class Scoring {

    private final Caller caller;
    private final VisitServices services;
    private final SecureRandom random = new SecureRandom();

    /** Counted and passed, for one query. */
    private Optional<AuditedKey> audited = Optional.empty();

    Scoring(Caller caller) {
        this.caller = caller;
        this.services = caller.services();
    }

    /** Takes commitments to keys, opens all but one, and remembers that one for the next query. */
    void audit(byte[] content) {
        Guest guest = caller.guest();
        ByteBuffer in = ByteBuffer.wrap(content);
        Snapshot snapshot = caller.snapshot(guest, in);
        byte[] commitments = Arrays.copyOfRange(content, in.position(), content.length);
        audited = Optional.empty();
        audited = Optional.of(AuditedKey.of(caller, guest, snapshot.offer(), commitments, random));
    }

    /** Reads a query if it may be answered, and answers it. */
    void query(Guest guest, Connection.Header header) {
        Connection connection = caller.connection();
        Offer offer = services.snapshots().snapshot(guest.offer()).offer();
        if (header.length() > longestQuery(offer)) {
            throw Caller.malformed("The query is longer than any that was agreed on.");
        }
        boolean due =
                offer.auditKeys() > 0 ? audited.isPresent() : services.budgets().left(guest) > 0;
        if (!due || !turn(services.inbound())) {
            connection.skip(header);
            throw due ? busy() : notDue(guest, offer);
        }
        try {
            answer(connection.content(header));
        } finally {
            services.inbound().release();
        }
    }

    /** A query that was counted already waits for its turn; any other can come again. */
    private boolean turn(Semaphore turns) {
        return audited.isPresent() ? Caller.turnComes(turns) : turns.tryAcquire();
    }

    private RetrievalException busy() {
        return Caller.busy(audited.isPresent() ? "What was counted stays counted." : "The query was not counted.");
    }

    private RetrievalException notDue(Guest guest, Offer offer) {
        if (offer.auditKeys() == 0) {
            services.budgets().requireLeft(guest);
            return busy();
        }
        return new RetrievalException(
                Code.RING_KEY_REFUSED,
                "This offer asks for an audit of keys before each query. The query was not counted.");
    }

    private static long longestQuery(Offer offer) {
        return Caller.SNAPSHOT_BYTES
                + offer.groups().stream()
                        .mapToLong(
                                groups -> new QueryShape(offer.parameters(), offer.dimensions(), groups).queryBytes())
                        .max()
                        .orElseThrow();
    }

    private void answer(byte[] content) {
        Guest guest = caller.guest();
        ByteBuffer in = ByteBuffer.wrap(content);
        Snapshot snapshot = caller.snapshot(guest, in);
        EncryptedQuery query = EncryptedQuery.parse(Arrays.copyOfRange(content, in.position(), content.length));
        requireAgreed(query.shape(), snapshot.offer());
        if (!turn(services.scans())) {
            throw busy();
        }
        int left;
        byte[] answer;
        try {
            ScoredVectors vectors = services.snapshots().encoded(snapshot, query.shape());
            left = count(guest, query);
            answer = noisy(guest, vectors.answer(query, random)).toBytes();
        } finally {
            // Before it is sent: whoever reads slowly keeps nobody else waiting.
            services.scans().release();
        }
        var unused = caller.guest();
        caller.connection()
                .send(
                        MessageType.ANSWER,
                        ByteBuffer.allocate(Integer.BYTES).putInt(left).array(),
                        answer);
    }

    /** How many queries are left once this one is counted, by itself or with its audit. */
    private int count(Guest guest, EncryptedQuery query) {
        String id = query.id().toString();
        if (audited.isPresent()) {
            AuditedKey key = audited.get();
            audited = Optional.empty();
            key.require(query);
            services.listener().asked(guest, id, key.left());
            return key.left();
        }
        int left = services.budgets().take(guest, id);
        services.listener().asked(guest, id, left);
        return left;
    }

    private EncryptedAnswer noisy(Guest guest, EncryptedAnswer answer) {
        return guest.noise() == 0
                ? answer
                : answer.plus(random.ints(answer.vectors(), -guest.noise(), guest.noise() + 1)
                        .toArray());
    }

    private static void requireAgreed(QueryShape shape, Offer offer) {
        if (shape.parameters() != offer.parameters()
                || shape.dimensions() != offer.dimensions()
                || !offer.groups().contains(shape.groups())) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "The query is of another shape than the offer. It was not counted.");
        }
    }
}
