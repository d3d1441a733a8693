package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ProcessLauncher;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker that runs and has said hello. */
final class WorkerProcess {

    private static final Duration GRACE = Duration.ofSeconds(2);

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
     * @throws EngineException what the worker said, or ENGINE_UNAVAILABLE
     */
    static WorkerProcess start(WorkerSettings settings, ProcessLauncher launcher) {
        try (WorkerSocket socket = WorkerSocket.listen(settings.socketDirectory())) {
            Process process = launcher.launch(WorkerCommand.of(settings, socket.path()));
            ProcessOutput output = ProcessOutput.drain(process);
            try {
                SocketChannel channel = socket.accept(process, settings.startTimeout());
                FrameChannel frames = new FrameChannel(channel, Frame.LARGEST_BYTES);
                return switch (MessageCodec.decode(frames.read())) {
                    case Message.Hello hello -> new WorkerProcess(process, new WorkerConnection(frames), hello.model());
                    case Message.Failed failed -> throw failed.exception();
                    default -> throw new IOException("the worker did not say hello");
                };
            } catch (IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e instanceof EngineException known ? known : unavailable(e, output.lastLines());
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

    private static EngineException unavailable(Exception cause, String output) {
        return new EngineException(
                Code.ENGINE_UNAVAILABLE,
                "The engine's worker could not be started (%s). It said: %s"
                        .formatted(cause.getMessage(), output.isEmpty() ? "nothing" : output),
                cause);
    }
}
