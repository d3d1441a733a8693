package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ProcessLauncher;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A worker that runs and has said hello. */
final class WorkerProcess {

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What a shell, and Java, adds to the number of the signal that ended a process. */
    private static final int SIGNALLED = 128;

    /** SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV. */
    private static final Set<Integer> OWN_SIGNALS = Set.of(4, 6, 7, 8, 11);

    private final Process process;
    private final WorkerConnection connection;
    private final ModelInfo model;

    private WorkerProcess(Process process, WorkerConnection connection, ModelInfo model) {
        this.process = process;
        this.connection = connection;
        this.model = model;
    }

    /**
     * Starts a worker and waits until its model is loaded.
     *
     * @throws EngineException what the worker said; MODEL_INVALID when reading the model ended it; ENGINE_UNAVAILABLE
     */
    static WorkerProcess start(WorkerSettings settings, ProcessLauncher launcher) {
        try (WorkerSocket socket = WorkerSocket.listen(settings.socketDirectory())) {
            Process process = launcher.launch(WorkerCommand.of(settings, socket.path()));
            ProcessOutput output = ProcessOutput.drain(process);
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            CompletableFuture.delayedExecutor(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        if (begun.compareAndSet(false, true)) {
                            late.set(true);
                            process.destroyForcibly();
                        }
                    });
            try {
                SocketChannel channel = socket.accept(process, settings.startTimeout());
                FrameChannel frames = new FrameChannel(channel, Frame.LARGEST_BYTES);
                Message first = MessageCodec.decode(frames.read());
                if (!begun.compareAndSet(false, true)) {
                    throw new IOException("it was ready too late");
                }
                return switch (first) {
                    case Message.Hello hello -> new WorkerProcess(process, new WorkerConnection(frames), hello.model());
                    case Message.Failed failed -> throw failed.exception();
                    default -> throw new IOException("the worker did not say hello");
                };
            } catch (IOException | RuntimeException e) {
                boolean crashed = !begun.getAndSet(true) && crashed(process);
                process.destroyForcibly();
                if (e instanceof EngineException known) {
                    throw known;
                }
                throw crashed
                        ? crashedOnModel(settings, process.exitValue())
                        : unavailable(late.get() ? tooLate(settings) : e, output.lastLines());
            }
        } catch (IOException e) {
            throw unavailable(e, "");
        }
    }

    WorkerConnection connection() {
        return connection;
    }

    ModelInfo model() {
        return model;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends a worker that hangs; who reads from it hears of it by the connection's end. */
    void kill() {
        process.destroyForcibly();
    }

    /** Closes the connection, on which the worker ends by itself; a worker that does not is ended. */
    void stop() {
        connection.close();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a signal of the process's own making ended it: an assertion of the library, or an access outside memory. */
    private static boolean crashed(Process process) {
        try {
            return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    && OWN_SIGNALS.contains(process.exitValue() - SIGNALLED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static EngineException crashedOnModel(WorkerSettings settings, int status) {
        return new EngineException(
                Code.MODEL_INVALID,
                "The native library ended its process (status %d) while it read the model file %s; the file is damaged. Delete it and fetch it again."
                        .formatted(status, settings.modelFile()));
    }

    private static IOException tooLate(WorkerSettings settings) {
        return new IOException("it was not ready within %d seconds and was ended"
                .formatted(settings.startTimeout().toSeconds()));
    }

    private static EngineException unavailable(Exception cause, String output) {
        return new EngineException(
                Code.ENGINE_UNAVAILABLE,
                "The engine's worker could not be started (%s). It said: %s"
                        .formatted(cause.getMessage(), output.isEmpty() ? "nothing" : output),
                cause);
    }
}
