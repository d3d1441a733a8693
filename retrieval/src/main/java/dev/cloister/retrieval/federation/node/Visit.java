package dev.cloister.retrieval.federation.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.BudgetBook;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import dev.cloister.retrieval.transfer.FetchMode;
import dev.cloister.retrieval.transfer.ObliviousSender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One party's visit to a node. Whether it may ask is looked up before each message and again before an answer leaves, so
 * that who is shut out in the midst of a query gets nothing.
 */
final class Visit {

    private static final Set<MessageType> REQUESTS = EnumSet.of(
            MessageType.JOIN,
            MessageType.PROBE,
            MessageType.SYNC,
            MessageType.QUERY,
            MessageType.OPEN,
            MessageType.NAME);

    private static final int SNAPSHOT_BYTES = 32;
    /** As many passages as a question may want, each among nine decoys. */
    private static final int MOST_NAMED = 320;

    private static final Duration GUESTS_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STRANGERS_PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Services services;
    private final Connection connection;
    private final SecureRandom random = new SecureRandom();

    /** Whether a query was counted whose passages were not fetched yet. */
    private boolean mayFetch;

    /**
     * What visits share.
     *
     * @param scans how many queries are answered, or transfers computed, at a time
     * @param inbound how many queries are read at a time
     */
    record Services(
            PartyStore parties,
            BudgetBook budgets,
            OfferedSnapshots snapshots,
            Semaphore scans,
            Semaphore inbound,
            InstantSource clock,
            NodeListener listener) {}

    Visit(Services services, Connection connection) {
        this.services = services;
        this.connection = connection;
    }

    /** Answers until the party leaves or does something that ends the conversation. */
    void run() {
        connection.greet();
        while (true) {
            boolean known = services.parties().active(connection.peer()).isPresent();
            connection.patience(known ? GUESTS_PATIENCE : STRANGERS_PATIENCE);
            Connection.Header header = connection.header(REQUESTS);
            try {
                take(header);
            } catch (RetrievalException e) {
                services.listener().refused(connection.peer(), e);
                connection.refuse(e);
                if (!known && header.type() != MessageType.JOIN) {
                    // Who is cut off while it still sends would not hear why; nobody has for ever to send it.
                    connection.skipWithin(header, STRANGERS_PATIENCE.multipliedBy(2));
                }
                if (!known || e.code() == Code.FEDERATION_MESSAGE_MALFORMED) {
                    return;
                }
            }
        }
    }

    /** Nothing long is read of whom it would not be answered to. */
    private void take(Connection.Header header) {
        if (header.type() == MessageType.JOIN) {
            join(connection.content(header));
            return;
        }
        Guest guest = guest();
        if (header.type() != MessageType.QUERY) {
            answer(header.type(), connection.content(header));
            return;
        }
        if (header.length() > longestQuery(guest)) {
            throw malformed("The query is longer than any that was agreed on.");
        }
        if (services.budgets().left(guest) <= 0 || !services.inbound().tryAcquire()) {
            connection.skip(header);
            services.budgets().requireLeft(guest);
            throw busy();
        }
        try {
            query(connection.content(header));
        } finally {
            services.inbound().release();
        }
    }

    private void answer(MessageType type, byte[] content) {
        switch (type) {
            case PROBE -> probe(content);
            case SYNC -> sync(content);
            case OPEN -> transfer(content);
            case NAME -> name(content);
            default -> throw malformed("That was not due.");
        }
    }

    private long longestQuery(Guest guest) {
        Offer offer = services.snapshots().snapshot(guest.offer()).offer();
        return SNAPSHOT_BYTES
                + offer.groups().stream()
                        .mapToLong(
                                groups -> new QueryShape(offer.parameters(), offer.dimensions(), groups).queryBytes())
                        .max()
                        .orElseThrow();
    }

    private static RetrievalException busy() {
        return new RetrievalException(
                Code.FEDERATION_BUSY, "The node answers others. The query was not counted. Ask again in a moment.");
    }

    private void join(byte[] content) {
        if (content.length > 64) {
            throw malformed("A token is shorter.");
        }
        Guest guest = services.parties()
                .accept(
                        new String(content, StandardCharsets.US_ASCII),
                        connection.peer(),
                        services.clock().instant());
        services.listener().joined(guest);
        Offer offer = services.snapshots().snapshot(guest.offer()).offer();
        try {
            connection.send(MessageType.JOINED, JSON.writeValueAsBytes(offer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An offer is always JSON", e);
        }
    }

    private void probe(byte[] content) {
        guest();
        int length = content.length == Integer.BYTES ? ByteBuffer.wrap(content).getInt() : -1;
        if (length < 0 || length > 1 << 20) {
            throw malformed("A probe asks for up to a mebibyte.");
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        connection.send(MessageType.PROBED, bytes);
    }

    private void sync(byte[] content) {
        if (content.length != SNAPSHOT_BYTES + 2 * Integer.BYTES) {
            throw malformed("A request for passages has another length.");
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        Snapshot snapshot = snapshot(guest(), in);
        Offer offer = snapshot.offer();
        int first = in.getInt();
        int count = in.getInt();
        if (first < 0 || count < 1 || count > 64 || first > offer.vectors() - count) {
            throw malformed("There are no such passages.");
        }
        byte[] slots = new byte[count * offer.slotBytes()];
        try (RandomAccessFile file = new RandomAccessFile(snapshot.sealed().toFile(), "r")) {
            file.seek((long) first * offer.slotBytes());
            file.readFully(slots);
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.FEDERATION_STATE_UNAVAILABLE, "The passages cannot be read at their owner.", e);
        }
        connection.send(MessageType.SLOTS, slots);
    }

    private void query(byte[] content) {
        Guest guest = guest();
        if (content.length <= SNAPSHOT_BYTES) {
            throw malformed("A query is longer.");
        }
        Snapshot snapshot = snapshot(guest, ByteBuffer.wrap(content));
        EncryptedQuery query = EncryptedQuery.parse(Arrays.copyOfRange(content, SNAPSHOT_BYTES, content.length));
        requireAgreed(query.shape(), snapshot.offer());
        if (!services.scans().tryAcquire()) {
            throw busy();
        }
        int left;
        byte[] answer;
        try {
            ScoredVectors vectors = services.snapshots().encoded(snapshot, query.shape());
            left = services.budgets().take(guest, query.id().toString());
            services.listener().asked(guest, query.id().toString(), left);
            answer = noisy(guest, vectors.answer(query, random)).toBytes();
        } finally {
            // Before it is sent: whoever reads slowly keeps nobody else waiting.
            services.scans().release();
        }
        guest();
        mayFetch = true;
        connection.send(
                MessageType.ANSWER,
                ByteBuffer.allocate(Integer.BYTES).putInt(left).array(),
                answer);
    }

    /** Keys are given once for each query that was counted. */
    private void useUpFetch() {
        if (!mayFetch) {
            throw new RetrievalException(
                    Code.FEDERATION_BUDGET_SPENT,
                    "Passages are fetched once after each question, and by who asked it.");
        }
        mayFetch = false;
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

    private void transfer(byte[] content) {
        if (content.length != SNAPSHOT_BYTES) {
            throw malformed("A transfer names a snapshot.");
        }
        Guest guest = guest();
        Snapshot snapshot = snapshot(guest, ByteBuffer.wrap(content));
        if (snapshot.offer().vectors() < 2) {
            throw new RetrievalException(Code.REQUEST_INVALID, "There is one passage only: fetch it directly.");
        }
        useUpFetch();
        ObliviousSender sender = new ObliviousSender(snapshot.offer().vectors(), random);
        connection.send(MessageType.OPENING, sender.opening());
        byte[] choices = connection.insist(MessageType.CHOOSE);
        byte[] keys = computed(() -> sender.answer(choices, snapshot::key, random));
        guest();
        services.listener().fetched(guest, FetchMode.OBLIVIOUS, choices.length / (2 * 33));
        connection.send(MessageType.KEYS, keys);
    }

    private void name(byte[] content) {
        Guest guest = guest();
        ByteBuffer in = ByteBuffer.wrap(content);
        if (content.length < SNAPSHOT_BYTES + 1 + Integer.BYTES
                || (content.length - SNAPSHOT_BYTES - 1) % Integer.BYTES != 0) {
            throw malformed("A request for keys has another length.");
        }
        Snapshot snapshot = snapshot(guest, in);
        FetchMode mode = in.get() == FetchMode.DECOYS.id() ? FetchMode.DECOYS : FetchMode.DIRECT;
        int count = in.remaining() / Integer.BYTES;
        if (count > MOST_NAMED) {
            throw malformed("Too many passages at once.");
        }
        useUpFetch();
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            int passage = in.getInt();
            if (passage < 0 || passage >= snapshot.offer().vectors()) {
                throw malformed("There is no such passage.");
            }
            keys[i] = snapshot.key(passage);
        }
        services.listener().fetched(guest, mode, count);
        connection.send(MessageType.KEYS, keys);
    }

    private byte[] computed(Supplier<byte[]> work) {
        try {
            if (!services.scans().tryAcquire(GUESTS_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            services.scans().release();
        }
    }

    private Guest guest() {
        return services.parties()
                .active(connection.peer())
                .orElseThrow(() -> new RetrievalException(
                        Code.FEDERATION_PARTY_REFUSED,
                        "This node is not invited, or no longer. Ask the owner for an invitation."));
    }

    /** The snapshot that the next 32 bytes name, which must be the one that the guest was invited to. */
    private Snapshot snapshot(Guest guest, ByteBuffer in) {
        byte[] id = new byte[SNAPSHOT_BYTES];
        in.get(id);
        String named = HexFormat.of().formatHex(id);
        if (!named.equals(guest.offer())) {
            throw new RetrievalException(
                    Code.FEDERATION_OFFER_GONE, "That is not the snapshot to which you are invited.");
        }
        return services.snapshots().snapshot(named);
    }

    private static RetrievalException malformed(String what) {
        return new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, what);
    }
}
