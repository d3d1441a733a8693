package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ProcessLauncher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Keeps a worker running. One thread reads the worker's replies; when they end it starts the next worker, at once the
 * first time and with growing pauses while starts fail or workers die young.
 */
final class WorkerSupervisor implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    /** Failed starts in a row after which calls are refused at once; new starts are tried all the same. */
    private static final int GIVING_UP = 3;

    private final WorkerSettings settings;
    private final ProcessLauncher launcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ModelInfo model;
    private Optional<WorkerProcess> current;
    private ProcessHandle lastHandle;
    private String lastFailure = "it is starting";
    private int restarts;
    private int failedStarts;
    private boolean closed;

    WorkerSupervisor(WorkerSettings settings, ProcessLauncher launcher) {
        this.settings = settings;
        this.launcher = launcher;
        WorkerProcess first = WorkerProcess.start(settings, launcher);
        current = Optional.of(first);
        lastHandle = first.handle();
        model = first.model();
        Thread.ofPlatform().name("engine supervisor").daemon().start(() -> supervise(first));
        Thread.ofPlatform().name("engine watchdog").daemon().start(this::watch);
    }

    ModelInfo model() {
        return model;
    }

    /** Starts a call on the running worker, waiting for one where none runs. */
    <S extends ReplySink> S call(Message message, BiFunction<WorkerConnection, Integer, S> sinks) {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (true) {
            WorkerProcess worker = awaitWorker(deadline);
            WorkerConnection connection = worker.connection();
            int call = connection.nextCall();
            S sink = sinks.apply(connection, call);
            if (connection.call(call, message, sink)) {
                return sink;
            }
            forget(worker);
        }
    }

    ProcessHandle worker() {
        lock.lock();
        try {
            return lastHandle;
        } finally {
            lock.unlock();
        }
    }

    int restarts() {
        lock.lock();
        try {
            return restarts;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Optional<WorkerProcess> last;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        last.ifPresent(WorkerProcess::stop);
    }

    /** The connection of the worker that runs now. */
    Optional<WorkerConnection> running() {
        lock.lock();
        try {
            return current.map(WorkerProcess::connection);
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        Watchdog watchdog = new Watchdog();
        Duration interval = settings.answerTimeout().dividedBy(Watchdog.PATIENCE);
        while (pauseUnlessClosed(interval)) {
            Optional<WorkerProcess> worker;
            lock.lock();
            try {
                worker = current;
            } finally {
                lock.unlock();
            }
            worker.filter(one -> watchdog.hangs(one.connection())).ifPresent(WorkerProcess::kill);
        }
    }

    private void supervise(WorkerProcess first) {
        WorkerProcess worker = first;
        Duration pause = Duration.ZERO;
        while (true) {
            long since = System.nanoTime();
            worker.connection().readAll();
            forget(worker);
            worker.stop();
            if (System.nanoTime() - since > HEALTHY.toNanos()) {
                pause = Duration.ZERO;
            }
            Optional<WorkerProcess> next = Optional.empty();
            while (next.isEmpty()) {
                if (!pauseUnlessClosed(pause)) {
                    return;
                }
                pause = longer(pause);
                next = restart();
            }
            worker = next.get();
        }
    }

    private Optional<WorkerProcess> restart() {
        WorkerProcess worker;
        try {
            worker = WorkerProcess.start(settings, launcher);
        } catch (EngineException e) {
            lock.lock();
            try {
                lastFailure = String.valueOf(e.getMessage());
                failedStarts++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return Optional.empty();
        }
        lock.lock();
        try {
            restarts++;
            failedStarts = 0;
            lastHandle = worker.handle();
            if (!closed) {
                current = Optional.of(worker);
                changed.signalAll();
                return current;
            }
        } finally {
            lock.unlock();
        }
        worker.stop();
        return Optional.of(worker);
    }

    private WorkerProcess awaitWorker(long deadline) {
        lock.lock();
        try {
            while (current.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (closed || left <= 0 || failedStarts >= GIVING_UP) {
                    throw new EngineException(
                            Code.ENGINE_UNAVAILABLE,
                            closed
                                    ? "The engine is shut down."
                                    : "The engine's worker does not run: " + lastFailure + ". Try again later.");
                }
                if (changed.awaitNanos(left) <= 0) {
                    continue;
                }
            }
            return current.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The wait for the engine was interrupted.", e);
        } finally {
            lock.unlock();
        }
    }

    private void forget(WorkerProcess worker) {
        lock.lock();
        try {
            if (current.filter(running -> running == worker).isPresent()) {
                current = Optional.empty();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean pauseUnlessClosed(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
