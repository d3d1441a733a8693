package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A running embedding worker. One call at a time. */
final class EmbedderProcess implements AutoCloseable {

    private final EmbedderSettings settings;
    private final Process process;
    private final FrameChannel frames;
    private int calls;

    private EmbedderProcess(EmbedderSettings settings, Process process, FrameChannel frames) {
        this.settings = settings;
        this.process = process;
        this.frames = frames;
    }

    /**
     * Starts a worker and waits for its hello.
     *
     * @throws EngineException ENGINE_UNAVAILABLE
     */
    static EmbedderProcess start(EmbedderSettings settings, ProcessLauncher launcher) {
        try (WorkerSocket socket = WorkerSocket.listen(settings.socketDirectory())) {
            Process process = launcher.launch(EmbedderCommand.of(settings, socket.path()));
            ProcessOutput output = ProcessOutput.drain(process);
            try {
                SocketChannel channel = socket.accept(process, settings.startTimeout());
                EmbedderProcess started =
                        new EmbedderProcess(settings, process, new FrameChannel(channel, Frame.LARGEST_BYTES));
                MessageCodec.decode(started.read());
                return started;
            } catch (IOException e) {
                process.destroyForcibly();
                throw unavailable(e.getMessage() + "; it said: " + output.lastLines(), e);
            }
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    /** Sends a question and waits for its answer. */
    Message ask(Message question) throws IOException {
        frames.write(MessageCodec.encode(++calls, question));
        Frame answer = read();
        if (answer.call() != calls) {
            throw new IOException("the embedder answered another call");
        }
        return MessageCodec.decode(answer);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            frames.close();
        } catch (IOException e) {
            throw unavailable("its connection could not be closed", e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Reads a frame; a worker that takes too long is ended, on which the read fails. */
    private Frame read() throws IOException {
        Executor later =
                CompletableFuture.delayedExecutor(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> ending = CompletableFuture.runAsync(process::destroyForcibly, later);
        try {
            return frames.read();
        } finally {
            ending.cancel(false);
        }
    }

    private static EngineException unavailable(String why, Exception cause) {
        return new EngineException(
                Code.ENGINE_UNAVAILABLE, "The embedder's process could not be used (%s).".formatted(why), cause);
    }
}
