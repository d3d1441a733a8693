package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Checks of texts, one at a time and on a thread of their own: each keeps all cores busy for as long as it lasts, and
 * some need much memory. Who came first goes first, but strangers give way to those who came up to five seconds after them,
 * and files, which nobody waits for, to those who came up to a minute after.
 */
@ApplicationScoped
public class CheckGate {

    /** One whose check runs, and those who wait. */
    private static final int MOST_PEOPLE = 17;

    /** The same of strangers. */
    private static final int MOST_STRANGERS = 3;

    private static final Duration STRANGERS_GIVE_WAY = Duration.ofSeconds(5);
    private static final Duration FILES_GIVE_WAY = Duration.ofMinutes(1);

    private final Semaphore people = new Semaphore(MOST_PEOPLE);
    private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
    private final long opened = System.nanoTime();
    private final AtomicLong turns = new AtomicLong();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("text-check").factory());

    /** Who waits hears that the gateway stops. */
    @PreDestroy
    void close() {
        worker.shutdownNow().forEach(turn -> ((Turn<?>) turn).cancel(false));
    }

    /** A check that waits. */
    private static final class Turn<T> extends FutureTask<T> implements Comparable<Turn<?>> {

        private static final Comparator<Turn<?>> ORDER =
                Comparator.<Turn<?>, Long>comparing(turn -> turn.due).thenComparing(turn -> turn.number);

        private final long due;
        private final long number;

        /**
         * A turn.
         *
         * @param due since the gate was opened, in nanoseconds
         * @param number settles ties
         */
        Turn(Callable<T> check, long due, long number) {
            super(check);
            this.due = due;
            this.number = number;
        }

        @Override
        public int compareTo(Turn<?> other) {
            return ORDER.compare(this, other);
        }
    }

    /** What the check of a file finds, once nobody else waits. */
    <T> T checkPatiently(Supplier<T> check) {
        return result(check, FILES_GIVE_WAY);
    }

    /**
     * What the check finds, once it was its turn.
     *
     * @throws Refusal with CHECKS_BUSY where too many wait
     */
    <T> T check(Supplier<T> check) {
        return result(check, people, Duration.ZERO);
    }

    /** The same for somebody who is not signed in. */
    <T> T checkForStranger(Supplier<T> check) {
        return result(check, strangers, STRANGERS_GIVE_WAY);
    }

    private <T> T result(Supplier<T> check, Semaphore places, Duration givesWay) {
        if (!places.tryAcquire()) {
            throw new Refusal(
                    429,
                    "CHECKS_BUSY",
                    "Too many texts are being checked.",
                    "The text was not checked. Try again in a moment.");
        }
        try {
            return result(check, givesWay);
        } finally {
            places.release();
        }
    }

    private <T> T result(Supplier<T> check, Duration givesWay) {
        Turn<T> turn = new Turn<>(check::get, System.nanoTime() - opened + givesWay.toNanos(), turns.getAndIncrement());
        try {
            worker.execute(turn);
            return turn.get();
        } catch (RejectedExecutionException | CancellationException e) {
            throw new Refusal(
                    503,
                    "GATEWAY_STOPPING",
                    "The gateway is stopping.",
                    "The text was not checked. Try again in a moment.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            turn.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
