package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.PipedTier;
import jdk.net.ExtendedSocketOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Where the gateway asks for sandboxes: a Unix socket in a folder that only its user enters, each of whose peers must be that
 * user (SO_PEERCRED, unix(7)). At most {@link #MOST} connections are open at once, each of which has at most one sandbox.
 */
final class StarterSocket implements AutoCloseable {

    /** Connections at once. */
    static final int MOST = 256;

    private static final int CONNECT_BY_GROUP = 0660;
    private static final long PATIENCE_SECONDS = 10;

    private final Path folder;
    private final Places places;
    private final Function<Kind, PipedTier> tiers;
    private final UserPrincipal peer;
    private final ServerSocketChannel server;
    private final HostCalls calls = new HostCalls();
    private final AtomicInteger count = new AtomicInteger();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> sessions = ConcurrentHashMap.newKeySet();

    private StarterSocket(
            Path folder,
            Places places,
            Function<Kind, PipedTier> tiers,
            UserPrincipal peer,
            ServerSocketChannel server) {
        this.folder = folder;
        this.places = places;
        this.tiers = tiers;
        this.peer = peer;
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param folder root's, which the gateway's user may pass through
     * @param own a folder of the gateway's user, to know it by
     */
    static StarterSocket listen(Path folder, Path own, Places places, Function<Kind, PipedTier> tiers)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path path = path(folder);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setAttribute(path, "unix:gid", places.user().gid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:mode", CONNECT_BY_GROUP);
        StarterSocket socket = new StarterSocket(folder, places, tiers, Files.getOwner(own), server);
        Thread.ofPlatform().daemon().name("starter-socket").start(socket::accept);
        return socket;
    }

    /** The socket of a folder. */
    static Path path(Path folder) {
        return folder.resolve("s");
    }

    /** Ends all sandboxes, and waits until they have ended. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            for (Thread session : sessions) {
                session.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                if (server.isOpen()) {
                    System.err.println(
                            "cloister: STARTER_FAILED: a connection was not accepted (" + e.getMessage() + ")");
                }
            }
        }
    }

    private void admit(SocketChannel channel) {
        boolean full = open.size() >= MOST;
        open.add(channel);
        Thread session = Thread.ofPlatform().daemon().name("starter-session").unstarted(() -> serve(channel, full));
        sessions.add(session);
        session.start();
    }

    private void serve(SocketChannel channel, boolean full) {
        try (channel) {
            if (!channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(peer)) {
                refuse(channel, "only the gateway may ask");
            } else if (full) {
                refuse(channel, "more than " + MOST + " sandboxes at once");
            } else {
                Path name = folder.resolve(Integer.toString(count.incrementAndGet()));
                new StarterSession(channel, calls, places, tiers, name).run();
            }
        } catch (IOException e) {
            // The gateway hears of it by the connection's end.
        } finally {
            open.remove(channel);
            sessions.remove(Thread.currentThread());
        }
    }

    private static void refuse(SocketChannel channel, String why) throws IOException {
        var refusal = Refusals.of(why);
        Frames.write(channel, new Reply.Refused(refusal.code(), refusal.getMessage()).json());
    }
}
