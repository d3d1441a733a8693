package dev.cloister.retrieval.federation.computing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes a few things at a time, on threads of its own. Conversations run on virtual threads, of which as many run at once as
 * there are processors: one that computed there would keep all others from talking. Threads that have nothing to do end.
 */
public final class Computing {

    private static final int IDLE_SECONDS = 10;

    private final Semaphore turns;
    private final ThreadPoolExecutor threads;

    /** @param most how many things are computed at a time */
    public Computing(String name, int most) {
        this.turns = new Semaphore(most, true);
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Computes when its turn has come, and waits for what comes of it.
     *
     * @param patience how long is waited for the turn; zero: not at all
     * @param work which gives something, and whose exceptions are thrown here
     * @return nothing where the turn did not come
     */
    public <T> Optional<T> compute(Duration patience, Supplier<T> work) {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            Future<T> result = threads.submit(() -> {
                try {
                    return work.get();
                } finally {
                    turns.release();
                }
            });
            return Optional.of(result.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("What was computed failed", e.getCause());
        }
    }

    /** The same, however long the turn takes to come. */
    public <T> T compute(Supplier<T> work) {
        return compute(Duration.ofDays(1), work)
                .orElseThrow(() -> new IllegalStateException("Interrupted before it was computed"));
    }
}
