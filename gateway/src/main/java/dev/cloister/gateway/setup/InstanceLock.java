package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One instance per home, and a port that is free: found out before anything is started. */
final class InstanceLock implements AutoCloseable {

    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    static InstanceLock take(Home home, int port) {
        home.create();
        requireFree(port);
        try {
            FileChannel channel =
                    FileChannel.open(home.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new SetupException(
                        Code.HOME_IN_USE,
                        "Another instance runs on " + home.root() + ". Stop it, or choose another --home.");
            }
            return new InstanceLock(channel);
        } catch (IOException e) {
            throw new SetupException(Code.HOME_IN_USE, "The home " + home.root() + " cannot be locked", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SetupException(Code.HOME_IN_USE, "The lock cannot be given back", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new SetupException(
                    Code.PORT_IN_USE,
                    "Port " + port + " is in use. Nothing was changed. Choose another one: ./cloister up --port "
                            + (port == 65535 ? 8080 : port + 1),
                    e);
        }
    }
}
