package dev.cloister.retrieval.federation.message;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when its time is over, whatever it waits for: a read, or a write that nobody reads. Closing the deadline takes
 * it back. A thread of its own watches all of them: it runs however busy those are that it watches.
 */
public final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Future<?> end;

    private Deadline(Future<?> end) {
        this.end = end;
    }

    /**
     * Begins to run.
     *
     * @param socket the one below TLS: TLS's own waits for its writers
     */
    public static Deadline of(Socket socket, Duration time) {
        return new Deadline(WATCH.schedule(() -> end(socket), time.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        end.cancel(false);
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("federation-deadlines").factory());
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it will be.
            return;
        }
    }
}
