package dev.cloister.retrieval.federation.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.Deadline;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Welcome;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyId;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.KeyBatch;
import dev.cloister.retrieval.ring.KeyChallenge;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.transfer.FetchMode;
import dev.cloister.retrieval.transfer.ObliviousReceiver;
import dev.cloister.retrieval.transfer.ObliviousSender;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import javax.net.ssl.SSLSocket;

/**
 * A conversation with one party, from the querier's side. Ended at its deadline from outside, whatever it waits for.
 * What it throws is a {@link RetrievalException} with the party's own code or FEDERATION_UNREACHABLE.
 */
final class PartyClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Deadline deadline;
    private boolean challenged;

    PartyClient(NodeIdentity identity, PartyId expected, String address, int port, Duration patience) {
        Socket socket = new Socket();
        this.deadline = Deadline.of(socket, patience);
        try {
            this.connection = connected(socket, identity, expected, address, port, patience);
        } catch (RuntimeException e) {
            deadline.close();
            close(socket);
            throw e;
        }
    }

    private static Connection connected(
            Socket socket, NodeIdentity identity, PartyId expected, String address, int port, Duration patience) {
        try {
            socket.connect(
                    new InetSocketAddress(NameLookup.of(address, patience), port),
                    Math.toIntExact(patience.toMillis()));
            SSLSocket secured = (SSLSocket)
                    identity.tls(expected::equals).getSocketFactory().createSocket(socket, address, port, true);
            Connection connection = new Connection(socket, secured, patience);
            connection.greet();
            return connection;
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.FEDERATION_UNREACHABLE, "The node at " + address + ":" + port + " cannot be reached.", e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it will be, and why it is given up is told already.
            return;
        }
    }

    Welcome join(String token) {
        connection.send(MessageType.JOIN, token.getBytes(StandardCharsets.US_ASCII));
        try {
            return JSON.readValue(connection.expect(MessageType.JOINED), Welcome.class);
        } catch (IOException e) {
            throw malformed("The offer cannot be read.", e);
        }
    }

    /** Bytes in a second from there to here. */
    double measure() {
        int length = 1 << 20;
        long from = System.nanoTime();
        connection.send(MessageType.PROBE, ByteBuffer.allocate(4).putInt(length).array());
        if (connection.expect(MessageType.PROBED).length != length) {
            throw malformed("The probe has another length.", null);
        }
        return length * 1e9 / (System.nanoTime() - from);
    }

    /** Sealed passages from the first on. */
    byte[] slots(Offer offer, int first, int count) {
        connection.send(
                MessageType.SYNC,
                snapshot(offer),
                ByteBuffer.allocate(8).putInt(first).putInt(count).array());
        byte[] slots = connection.expect(MessageType.SLOTS, (long) count * offer.slotBytes());
        if (slots.length != count * offer.slotBytes()) {
            throw malformed("The passages have another length.", null);
        }
        return slots;
    }

    /** Lets the party choose one of these keys and see the others being made. */
    void audit(Offer offer, KeyBatch batch) {
        connection.send(MessageType.COMMIT, snapshot(offer), batch.commitments().toBytes());
        KeyChallenge challenge = KeyChallenge.parse(connection.expect(MessageType.CHALLENGE));
        challenged = true;
        connection.send(MessageType.OPENED, batch.open(challenge).toBytes());
        var unused = connection.expect(MessageType.PASSED);
    }

    /** An answer and how many queries are left. */
    record Scored(EncryptedAnswer answer, int left) {}

    Scored ask(Offer offer, QueryShape shape, byte[] query) {
        connection.send(MessageType.QUERY, snapshot(offer), query);
        long most = Integer.BYTES + shape.answerBytes(offer.vectors());
        byte[] content = connection.expect(MessageType.ANSWER, most);
        if (content.length < Integer.BYTES) {
            throw malformed("The answer is too short.", null);
        }
        EncryptedAnswer answer = EncryptedAnswer.parse(Arrays.copyOfRange(content, Integer.BYTES, content.length));
        if (answer.vectors() != offer.vectors()) {
            throw malformed("The answer scores another number of passages than were offered.", null);
        }
        return new Scored(answer, ByteBuffer.wrap(content).getInt());
    }

    /** The keys of passages, in order. */
    List<byte[]> keys(Offer offer, int[] passages, FetchMode mode, SecureRandom random) {
        if (mode == FetchMode.OBLIVIOUS && offer.vectors() > 1) {
            connection.send(MessageType.OPEN, snapshot(offer));
            ObliviousReceiver receiver = new ObliviousReceiver(
                    offer.vectors(),
                    connection.expect(MessageType.OPENING, ObliviousSender.OPENING_BYTES),
                    passages,
                    random);
            connection.send(MessageType.CHOOSE, receiver.choices());
            return receiver.keys(
                    connection.expect(MessageType.KEYS, ObliviousSender.answerBytes(offer.vectors(), passages.length)));
        }
        ByteBuffer numbers =
                ByteBuffer.allocate(1 + passages.length * Integer.BYTES).put((byte) mode.id());
        Arrays.stream(passages).forEach(numbers::putInt);
        connection.send(MessageType.NAME, snapshot(offer), numbers.array());
        byte[] content = connection.expect(MessageType.KEYS, passages.length * 32L);
        if (content.length != passages.length * 32) {
            throw malformed("The keys have another length.", null);
        }
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < passages.length; i++) {
            keys.add(Arrays.copyOfRange(content, i * 32, (i + 1) * 32));
        }
        return keys;
    }

    /** Whether the party has counted a query and asked for its keys. */
    boolean challenged() {
        return challenged;
    }

    long sent() {
        return connection.sent();
    }

    long received() {
        return connection.received();
    }

    @Override
    public void close() {
        deadline.close();
        connection.close();
    }

    private static byte[] snapshot(Offer offer) {
        return HexFormat.of().parseHex(offer.snapshot());
    }

    private static RetrievalException malformed(String what, @Nullable IOException cause) {
        RetrievalException failure = new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, what);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
