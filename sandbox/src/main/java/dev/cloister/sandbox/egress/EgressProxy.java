package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressLog;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.secret.SpokeSecrets;
import dev.cloister.sandbox.egress.tls.SpokeAuthority;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The way out of one spoke: a Unix socket in a folder that is mounted into its sandbox. An app asks with {@code CONNECT
 * host:port} and then speaks as it would to the host.
 *
 * <p>Security guarantees: who asks is known by the socket. Nothing passes but what the policy names, and only while the
 * gate is open. A name is resolved once, all its addresses are checked, and one of these very addresses is connected to.
 * Methods and paths are judged in their one unambiguous form; where a rule is about them, or a secret belongs to the host,
 * TLS is ended here with a certificate that this spoke alone trusts, and opened again to the host, whose certificate must
 * hold. Elsewhere it is carried unread to the host that it names. Secrets are filled in for their host alone; a response
 * with the value in it is cut off before. Each attempt is written down.
 */
public final class EgressProxy implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Outlet outlet;
    private final EgressFolder folder;
    private final ServerSocketChannel server;
    private final RateLimit rate;
    private final RateLimit overflows = new RateLimit(6);
    private final Set<EgressConnection> connections = ConcurrentHashMap.newKeySet();

    private EgressProxy(EgressPolicy policy, EgressAccess access, boolean barred) {
        EgressGate gate = new EgressGate(barred, this::endAll);
        SpokeAuthority authority = new SpokeAuthority(InstantSource.system());
        outlet = new Outlet(policy, access, gate, SpokeSecrets.draw(policy.secrets(), access.secrets()), authority);
        rate = new RateLimit(access.limits().perMinute());
        folder = EgressFolder.make(authority);
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(folder.socket()), BACKLOG);
            folder.openSocket();
        } catch (IOException e) {
            folder.delete();
            throw new SandboxException(
                    SandboxException.Code.EGRESS_FAILED,
                    "The way out of an app's cell could not be made at " + folder.socket()
                            + ". The app was not started."
                            + " Check that the folder for temporary files can be written and has a short name.",
                    e);
        }
        Thread.ofVirtual().name("egress-accept").start(this::accept);
    }

    /**
     * Opens a way out.
     *
     * @throws SandboxException EGRESS_FAILED
     */
    public static EgressProxy open(EgressPolicy policy, EgressAccess access) {
        return new EgressProxy(policy, access, false);
    }

    /** A way out that leads nowhere: for trying an app out. It tells so to whoever asks; throws as {@link #open} does. */
    public static EgressProxy barred(EgressPolicy policy) {
        EgressNetwork nowhere = EgressNetwork.ofThisMachine(List.of());
        return new EgressProxy(policy, new EgressAccess(nowhere, EgressLimits.usual(), Map.of(), event -> {}), true);
    }

    /** What the sandbox mounts at {@link EgressFolder#INSIDE}. */
    public Path folder() {
        return folder.mounted();
    }

    /** What the app finds in its environment: placeholders for its secrets, and where the way out is. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(EgressFolder.ENVIRONMENT);
        environment.putAll(outlet.secrets().environment());
        return environment;
    }

    /** Opens and closes with the spoke's calls. */
    public EgressGate gate() {
        return outlet.gate();
    }

    @Override
    public void close() {
        try (server) {
            endAll();
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Code.EGRESS_FAILED, "The way out of an app's cell could not be closed.", e);
        } finally {
            folder.delete();
        }
    }

    private void endAll() {
        connections.forEach(connection -> connection.end(EgressVerdict.CLOSED));
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                begin(server.accept());
            } catch (IOException e) {
                // Closed, or out of descriptors for a moment.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        if (connections.size() >= outlet.access().limits().connections()) {
            channel.close();
            noteOverflow(new EgressEvent("", 0, "CONNECT", "", 0, 0, 0, EgressVerdict.TOO_MUCH));
            return;
        }
        boolean within = rate.take();
        EgressLog log = within ? outlet.access().log() : this::noteOverflow;
        EgressConnection connection = new EgressConnection(outlet, channel, within, log);
        connections.add(connection);
        Thread.ofVirtual().name("egress").start(() -> {
            try {
                connection.run();
            } finally {
                connections.remove(connection);
            }
        });
    }

    /** Some of them, so that an app cannot drown what else is written down. */
    private void noteOverflow(EgressEvent event) {
        if (overflows.take()) {
            outlet.access().log().note(event);
        }
    }
}
