package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.search.PartyOutcome.Status;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.RingScoring;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

/** A party with a real key that does everything wrong in one way. */
final class BadParty implements AutoCloseable {

    /** What it does wrong. */
    enum Manner {
        HANGS(Status.LATE),
        DIES_IN_MID_ANSWER(Status.UNREACHABLE),
        SENDS_GARBAGE(Status.MISBEHAVED),
        SENDS_AN_ANSWER_OF_GARBAGE(Status.MISBEHAVED),
        ANNOUNCES_TOO_MUCH(Status.MISBEHAVED),
        SPEAKS_AN_OLD_VERSION(Status.REFUSED),
        ANSWERS_ANOTHER_QUERY(Status.MISBEHAVED),
        SCORES_OTHER_VECTORS(Status.MISBEHAVED),
        SCORES_THE_IMPOSSIBLE(Status.MISBEHAVED),
        SHOWS_ANOTHER_KEY(Status.UNREACHABLE);

        private final Status expected;

        Manner(Status expected) {
            this.expected = expected;
        }

        Status expected() {
            return expected;
        }
    }

    private static final int SNAPSHOT_BYTES = 32;

    private final ServerSocket server;
    private final NodeIdentity shown;
    private final Manner manner;
    private final Offer offer;
    private final NodeIdentity identity;

    /** @param offer what it pretends to offer */
    BadParty(Path folder, Manner manner, Offer offer) {
        this.identity = NodeIdentity.create(folder, "bad");
        this.manner = manner;
        this.offer = offer;
        this.shown =
                manner == Manner.SHOWS_ANOTHER_KEY ? NodeIdentity.create(folder.resolve("other"), "other") : identity;
        try {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    Host host() {
        return new Host(identity.id(), "bad", "127.0.0.1", server.getLocalPort(), offer, 1e8, Optional.empty());
    }

    private void serve() {
        try (Socket accepted = server.accept()) {
            SSLSocket socket =
                    (SSLSocket) shown.tls(any -> true).getSocketFactory().createSocket(accepted, null, true);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            Connection connection = new Connection(accepted, socket, Duration.ofMinutes(1));
            DataOutputStream raw = new DataOutputStream(socket.getOutputStream());
            if (manner == Manner.SPEAKS_AN_OLD_VERSION) {
                connection.send(MessageType.HELLO, new byte[] {0, 0});
                connection.expect(MessageType.HELLO);
                return;
            }
            connection.greet();
            byte[] content = connection.expect(MessageType.QUERY);
            EncryptedQuery query = EncryptedQuery.parse(Arrays.copyOfRange(content, SNAPSHOT_BYTES, content.length));
            switch (manner) {
                case HANGS -> Thread.sleep(Duration.ofMinutes(1));
                case SENDS_GARBAGE -> raw.write(new byte[1000]);
                case SENDS_AN_ANSWER_OF_GARBAGE -> connection.send(MessageType.ANSWER, new byte[5000]);
                case ANNOUNCES_TOO_MUCH -> {
                    raw.writeByte(9);
                    raw.writeInt(Integer.MAX_VALUE);
                }
                case DIES_IN_MID_ANSWER -> {
                    raw.writeByte(9);
                    raw.writeInt(10_000);
                    raw.write(new byte[500]);
                }
                case ANSWERS_ANOTHER_QUERY ->
                    send(
                            connection,
                            answer(
                                    Querier.ask(
                                                    new byte[384],
                                                    query.shape().parameters(),
                                                    query.shape().groups(),
                                                    new SecureRandom())
                                            .message(),
                                    offer.vectors()));
                case SCORES_OTHER_VECTORS -> send(connection, answer(query, offer.vectors() - 1));
                case SCORES_THE_IMPOSSIBLE -> {
                    int[] more = new int[offer.vectors()];
                    Arrays.fill(more, 400_000);
                    send(connection, answer(query, offer.vectors()).plus(more));
                }
                default -> throw new IllegalStateException("not reached");
            }
        } catch (IOException | RetrievalException e) {
            // The querier hung up, as it should.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EncryptedAnswer answer(EncryptedQuery query, int vectors) {
        List<byte[]> nothing = Collections.nCopies(vectors, new byte[384]);
        return new RingScoring(1).encode(nothing, query.shape()).answer(query, new SecureRandom());
    }

    private static void send(Connection connection, EncryptedAnswer answer) {
        connection.send(MessageType.ANSWER, new byte[4], answer.toBytes());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
