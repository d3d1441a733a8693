package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.PartyId;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers queries. Each is counted before it is answered; where the offer asks for an audit of keys, it is counted before the
 * audit, so that who breaks one off has not tried for nothing.
 */
final class Scoring {

    private static final String UNCOUNTED = "The query was not counted.";

    /** An answer as it is computed, and its bytes. */
    private static final int COPIES = 2;

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
        // Before it is counted: what is not counted then is answered.
        var unused = caller.computed(
                Duration.ZERO, UNCOUNTED, () -> services.snapshots().prepared(snapshot));
        audited = Optional.of(AuditedKey.of(caller, guest, snapshot.offer(), commitments, random));
    }

    /** Reads a query if it may be answered, and answers it. */
    void query(Guest guest, Connection.Header header) {
        Connection connection = caller.connection();
        Offer offer;
        try {
            offer = services.snapshots().snapshot(guest.offer()).offer();
        } catch (RetrievalException e) {
            // Who is cut off while it still sends would not hear why.
            connection.skipWithin(header);
            throw e;
        }
        if (header.length() > longestQuery(offer)) {
            throw Caller.malformed("The query is longer than any that was agreed on.");
        }
        boolean due = offer.auditKeys() > 0 ? passed(guest) : services.budgets().left(guest) > 0;
        if (!due || !services.inbound().enter(guest.id(), patience())) {
            connection.skipWithin(header);
            throw due ? Caller.busy(counted()) : notDue(guest, offer);
        }
        Reading reading = new Reading(guest, services.inbound());
        try (reading) {
            answer(connection.contentWithin(header), reading);
        }
    }

    /** A query's place, which is given back once. */
    private static final class Reading implements AutoCloseable {
        private final PartyId guest;
        private final Inbound inbound;
        private boolean over;

        Reading(Guest guest, Inbound inbound) {
            this.guest = guest.id();
            this.inbound = inbound;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                inbound.leave(guest);
            }
        }
    }

    /** What was passed was for a snapshot that the guest is invited to no longer. */
    void forget() {
        audited = Optional.empty();
    }

    private boolean passed(Guest guest) {
        return audited.filter(key -> key.snapshot().equals(guest.offer())).isPresent();
    }

    /** A query that was counted already waits for its turn; any other can come again. */
    private Duration patience() {
        return audited.isPresent() ? Caller.PATIENCE : Duration.ZERO;
    }

    private String counted() {
        return audited.isPresent() ? Caller.COUNTED : UNCOUNTED;
    }

    private RetrievalException notDue(Guest guest, Offer offer) {
        if (offer.auditKeys() == 0) {
            services.budgets().requireLeft(guest);
            return Caller.busy(UNCOUNTED);
        }
        return new RetrievalException(
                Code.RING_KEY_REFUSED, "This offer asks for an audit of keys before each query. " + UNCOUNTED);
    }

    private static long longestQuery(Offer offer) {
        return Caller.SNAPSHOT_BYTES
                + offer.groups().stream()
                        .mapToLong(
                                groups -> new QueryShape(offer.parameters(), offer.dimensions(), groups).queryBytes())
                        .max()
                        .orElseThrow();
    }

    private void answer(byte[] content, Reading reading) {
        Guest guest = caller.guest();
        ByteBuffer in = ByteBuffer.wrap(content);
        Snapshot snapshot = caller.snapshot(guest, in);
        EncryptedQuery query = EncryptedQuery.parse(Arrays.copyOfRange(content, in.position(), content.length));
        requireAgreed(query.shape(), snapshot.offer());
        String counted = counted();
        long bytes = COPIES * query.shape().answerBytes(snapshot.offer().vectors());
        boolean sent = services.outbound().hold(bytes, patience(), () -> {
            Answer answer = caller.computed(patience(), counted, () -> scores(guest, snapshot, query));
            // Before it is sent: whoever reads slowly keeps nobody else waiting.
            reading.close();
            var unused = caller.guest();
            caller.connection()
                    .sendWithin(
                            MessageType.ANSWER,
                            ByteBuffer.allocate(Integer.BYTES)
                                    .putInt(answer.left())
                                    .array(),
                            answer.scores());
        });
        if (!sent) {
            throw Caller.busy(counted);
        }
    }

    /** Encrypted scores, and how many queries are left. */
    private record Answer(int left, byte[] scores) {}

    private Answer scores(Guest guest, Snapshot snapshot, EncryptedQuery query) {
        ScoredVectors vectors = services.snapshots().encoded(snapshot, query.shape());
        int left = count(guest, query);
        return new Answer(left, noisy(guest, vectors.answer(query, random)).toBytes());
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

    private void requireAgreed(QueryShape shape, Offer offer) {
        if (shape.parameters() != offer.parameters()
                || shape.dimensions() != offer.dimensions()
                || !offer.groups().contains(shape.groups())) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED, "The query is of another shape than the offer. " + counted());
        }
    }
}
