package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Checks of texts, one at a time and on a thread of their own: each keeps all cores busy for as long as it lasts, and
 * some need much memory. A few may wait.
 */
@ApplicationScoped
public class CheckGate {

    private static final int WAITING = 16;
    private static final long LOOK_MILLIS = 200;

    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("text-check").factory());

    @PreDestroy
    void close() {
        worker.shutdownNow();
    }

    /** What the check finds, once nobody else waits. */
    <T> T checkPatiently(Supplier<T> check) throws InterruptedException {
        while (worker.getQueue().remainingCapacity() < WAITING) {
            Thread.sleep(LOOK_MILLIS);
        }
        return check(check);
    }

    /**
     * What the check finds, once it was its turn.
     *
     * @throws Refusal with CHECKS_BUSY where too many wait
     */
    <T> T check(Supplier<T> check) {
        try {
            Future<T> running = worker.submit(check::get);
            return running.get();
        } catch (RejectedExecutionException e) {
            throw new Refusal(
                    429,
                    "CHECKS_BUSY",
                    "Too many texts are being checked.",
                    "The text was not checked. Try again in a moment.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
