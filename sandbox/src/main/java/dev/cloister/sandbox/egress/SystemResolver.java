package dev.cloister.sandbox.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The machine's own resolver, on threads of its own: a look-up blocks in native code, and virtual threads that wait in it
 * would hold up all others.
 */
final class SystemResolver implements Resolver {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int THREADS = 8;
    private static final int WAITING = 64;

    private static final ThreadPoolExecutor LOOK_UPS = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("egress-names-", 0).factory());

    static {
        LOOK_UPS.allowCoreThreadTimeOut(true);
    }

    @Override
    public List<InetAddress> addresses(String host) throws IOException {
        try {
            Future<List<InetAddress>> lookUp = LOOK_UPS.submit(() -> List.of(InetAddress.getAllByName(host)));
            try {
                return lookUp.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                lookUp.cancel(true);
            }
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
