package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.ring.KeyChallenge;
import dev.cloister.retrieval.ring.KeyCommitments;
import dev.cloister.retrieval.ring.KeyOpenings;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLSocket;

/** A guest that says what it likes, over a real connection. */
final class RawGuest implements AutoCloseable {

    private final Connection connection;
    private final SSLSocket secured;
    private final byte[] snapshot;

    RawGuest(NodeIdentity identity, int port, Offer offer) {
        this.snapshot = HexFormat.of().parseHex(offer.snapshot());
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            this.secured = (SSLSocket)
                    identity.tls(any -> true).getSocketFactory().createSocket(socket, "127.0.0.1", port, true);
            this.connection = new Connection(socket, secured, Duration.ofMinutes(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection.greet();
    }

    /** Commits to keys, and hears which one is kept. */
    KeyChallenge commit(KeyCommitments commitments) {
        connection.send(MessageType.COMMIT, snapshot, commitments.toBytes());
        return KeyChallenge.parse(connection.expect(MessageType.CHALLENGE));
    }

    /** Opens keys; with what the owner refuses them, if it does. */
    Optional<Code> open(KeyOpenings openings) {
        return refusal(MessageType.OPENED, MessageType.PASSED, openings.toBytes());
    }

    /** Sends a query; with what the owner refuses it, if it does. */
    Optional<Code> ask(byte[] query) {
        return refusal(MessageType.QUERY, MessageType.ANSWER, snapshot, query);
    }

    /** Asks for a byte of no meaning; with what the owner refuses it, if it does. */
    Optional<Code> probe() {
        return refusal(MessageType.PROBE, MessageType.PROBED, new byte[] {0, 0, 0, 1});
    }

    /** Begins a query and sends a byte of it now and then, until the node has had enough. */
    void drip() {
        try {
            DataOutputStream out = new DataOutputStream(secured.getOutputStream());
            out.writeByte(8);
            out.writeInt(50_000);
            for (int i = 0; i < 50_000; i++) {
                out.write(0);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (IOException e) {
            // It was shown the door.
            return;
        }
    }

    /** Leaves; false, for whoever waits. */
    boolean closed() {
        close();
        return false;
    }

    private Optional<Code> refusal(MessageType type, MessageType due, byte[]... content) {
        try {
            connection.send(type, content);
            var unused = connection.expect(due);
            return Optional.empty();
        } catch (RetrievalException e) {
            return Optional.of(e.code());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
