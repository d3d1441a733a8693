package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Checks of texts, one at a time and on a thread of their own: each keeps all cores busy for as long as it lasts, and
 * some need much memory. A few people may wait; files wait behind all of them.
 */
@ApplicationScoped
public class CheckGate {

    /** One whose check runs, and those who wait. */
    private static final int MOST_PEOPLE = 17;

    private final Semaphore people = new Semaphore(MOST_PEOPLE);
    private final AtomicLong turns = new AtomicLong();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("text-check").factory());

    @PreDestroy
    void close() {
        worker.shutdownNow();
    }

    /** A check that waits: people's before files', and of each kind the first who came. */
    private static final class Turn<T> extends FutureTask<T> implements Comparable<Turn<?>> {

        private static final Comparator<Turn<?>> ORDER =
                Comparator.<Turn<?>, Boolean>comparing(turn -> turn.patient).thenComparing(turn -> turn.number);

        private final boolean patient;
        private final long number;

        Turn(Callable<T> check, boolean patient, long number) {
            super(check);
            this.patient = patient;
            this.number = number;
        }

        @Override
        public int compareTo(Turn<?> other) {
            return ORDER.compare(this, other);
        }
    }

    /** What the check of a file finds, once nobody else waits. */
    <T> T checkPatiently(Supplier<T> check) {
        return result(check, true);
    }

    /**
     * What the check finds, once it was its turn.
     *
     * @throws Refusal with CHECKS_BUSY where too many wait
     */
    <T> T check(Supplier<T> check) {
        if (!people.tryAcquire()) {
            throw new Refusal(
                    429,
                    "CHECKS_BUSY",
                    "Too many texts are being checked.",
                    "The text was not checked. Try again in a moment.");
        }
        try {
            return result(check, false);
        } finally {
            people.release();
        }
    }

    private <T> T result(Supplier<T> check, boolean patient) {
        Turn<T> turn = new Turn<>(check::get, patient, turns.getAndIncrement());
        worker.execute(turn);
        try {
            return turn.get();
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
