package dev.cloister.inference.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** The socket that one worker connects to, in a folder that only the gateway's user may enter. */
final class WorkerSocket implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Path folder;
    private final Path path;
    private final ServerSocketChannel server;

    private WorkerSocket(Path folder, Path path, ServerSocketChannel server) {
        this.folder = folder;
        this.path = path;
        this.server = server;
    }

    static WorkerSocket listen(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path folder = Files.createTempDirectory(
                directory,
                "engine",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path path = folder.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        // The worker has a user of its own, which alone gets into the folder.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        return new WorkerSocket(folder, path, server);
    }

    Path path() {
        return path;
    }

    /** Waits for the worker, but not for one that has ended. */
    SocketChannel accept(Process worker, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (System.nanoTime() < deadline) {
                selector.select(POLL.toMillis());
                SocketChannel channel = server.accept();
                if (channel != null) {
                    channel.configureBlocking(true);
                    return channel;
                }
                if (!worker.isAlive()) {
                    throw new IOException("it ended with status " + worker.exitValue());
                }
            }
        }
        throw new IOException("it did not connect within " + timeout.toSeconds() + " seconds");
    }

    /** Stops listening and removes the folder; an accepted connection lives on. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
    }
}
