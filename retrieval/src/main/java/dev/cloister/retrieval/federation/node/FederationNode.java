package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.computing.Computing;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.Deadline;
import dev.cloister.retrieval.federation.party.BudgetBook;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.ring.ScoringBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Listens for parties, each of which must show a key, and answers those that it invited.
 *
 * <p>Security guarantees: what is not on the list of guests gets no further than its one try to accept an invitation. A
 * stranger's bytes are checked before anything is computed with them. Visits are bounded in number, strangers' apart from guests', each in time and each
 * message in length; queries are bounded by the guest's budget, which is on the disk before an answer is.
 */
public final class FederationNode implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int MOST_SCANS = 2;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration LONGEST_VISIT = Duration.ofMinutes(10);

    private final ServerSocket server;
    private final SSLSocketFactory tls;
    private final BudgetBook budgets;
    private final VisitServices services;
    private final Visitors visitors = new Visitors();

    private FederationNode(ServerSocket server, SSLSocketFactory tls, BudgetBook budgets, VisitServices services) {
        this.server = server;
        this.tls = tls;
        this.budgets = budgets;
        this.services = services;
    }

    /**
     * Starts listening.
     *
     * @param folder with the node's identity, parties and snapshots
     * @throws RetrievalException FEDERATION_STATE_UNAVAILABLE, for instance where the port is taken
     */
    public static FederationNode start(
            Path folder,
            InetSocketAddress address,
            ScoringBackend backend,
            InstantSource clock,
            NodeListener listener) {
        NodeIdentity identity = NodeIdentity.open(folder);
        BudgetBook budgets = new BudgetBook(folder, clock);
        try {
            ServerSocket server = new ServerSocket();
            server.bind(address, BACKLOG);
            FederationNode node = new FederationNode(
                    server,
                    identity.tls(any -> true).getSocketFactory(),
                    budgets,
                    new VisitServices(
                            new PartyStore(folder),
                            budgets,
                            new OfferedSnapshots(snapshots(folder), backend, EncodedMemory.most()),
                            new Computing("federation-scan", MOST_SCANS),
                            new Inbound(),
                            Outbound.ofHeap(),
                            clock,
                            listener));
            Thread.ofPlatform().daemon().name("federation").start(node::accept);
            Thread.ofPlatform().daemon().name("federation-encoding").start(node::encodeAhead);
            return node;
        } catch (IOException e) {
            budgets.close();
            throw new RetrievalException(
                    Code.FEDERATION_STATE_UNAVAILABLE,
                    "The node cannot listen at " + address + ". Choose another port for it.",
                    e);
        }
    }

    /** Where a node keeps its snapshots. */
    public static Path snapshots(Path folder) {
        return folder.resolve("snapshots");
    }

    public int port() {
        return server.getLocalPort();
    }

    /** So that the first query need not wait for it: in the first shape that each guest's snapshot offers. */
    private void encodeAhead() {
        for (Guest guest : services.parties().parties().guests()) {
            try {
                if (guest.active()) {
                    services.snapshots().encodeAhead(guest.offer());
                }
            } catch (RetrievalException e) {
                services.listener().notReady(guest, e);
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                visitors.arrive(socket);
                Thread.ofVirtual().start(() -> visit(socket));
            } catch (IOException | RuntimeException e) {
                // Closed, or a caller that was gone before it was heard.
                continue;
            }
        }
    }

    private void visit(Socket socket) {
        try (Deadline deadline = Deadline.of(socket, LONGEST_VISIT);
                Connection connection = new Connection(socket, secured(socket), HANDSHAKE)) {
            new Visit(services, connection, () -> visitors.seat(socket, connection.peer())).run();
        } catch (IOException | RetrievalException e) {
            // The party left, or was shown the door: there is nobody to tell.
            return;
        } finally {
            visitors.leave(socket);
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, null, true);
        secured.setUseClientMode(false);
        secured.setNeedClientAuth(true);
        return secured;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new RetrievalException(Code.FEDERATION_STATE_UNAVAILABLE, "The node cannot stop listening.", e);
        } finally {
            visitors.close();
            budgets.close();
        }
    }
}
