package dev.cloister.retrieval.federation.message;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Closes a socket when its time is over, whatever it waits for: a read, or a write that nobody reads. Closing the deadline takes
 * it back.
 */
public final class Deadline implements AutoCloseable {

    private final Thread watch;

    private Deadline(Thread watch) {
        this.watch = watch;
    }

    /**
     * Begins to run.
     *
     * @param socket the one below TLS: TLS's own waits for its writers
     */
    public static Deadline of(Socket socket, Duration time) {
        return new Deadline(Thread.ofVirtual().start(() -> endAfter(time, socket)));
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private static void endAfter(Duration time, Socket socket) {
        try {
            Thread.sleep(time);
            socket.close();
        } catch (InterruptedException | IOException e) {
            // It ended in time, or is as closed as it will be.
            return;
        }
    }
}
