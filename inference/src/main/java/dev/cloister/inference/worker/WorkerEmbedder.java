package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.remote.Embedder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The embedder in a worker process of its own, for where no model runs on this machine. A worker that ended unasked is
 * started again by the next call.
 */
public final class WorkerEmbedder implements Embedder {

    private static final int TEXTS_PER_CALL = 256;

    private final EmbedderSettings settings;
    private final ProcessLauncher launcher;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<EmbedderProcess> running;
    private boolean closed;

    /**
     * Starts the worker and waits until it answers.
     *
     * @throws EngineException ENGINE_UNAVAILABLE
     */
    public WorkerEmbedder(EmbedderSettings settings, ProcessLauncher launcher) {
        this.settings = settings;
        this.launcher = launcher;
        running = Optional.of(EmbedderProcess.start(settings, launcher));
    }

    /**
     * @throws EngineException ENGINE_CRASHED when the worker ended in mid-call; the next call reaches a fresh one
     */
    @Override
    public List<float[]> embed(List<String> texts) {
        return ask(new Message.Embed(texts), texts, Message.Vectors.class).vectors();
    }

    @Override
    public int[] wordPieces(List<String> texts) {
        return ask(new Message.Measure(texts), texts, Message.Lengths.class).wordPieces();
    }

    private <M extends Message> M ask(Message question, List<String> texts, Class<M> answer) {
        if (texts.size() > TEXTS_PER_CALL) {
            throw new EngineException(Code.INVALID_REQUEST, "At most 256 texts can be embedded in one call.");
        }
        lock.lock();
        try {
            Message reply = ask(question);
            if (reply instanceof Message.Failed failed) {
                throw new EngineException(failed.code(), failed.text());
            }
            if (!answer.isInstance(reply)) {
                throw new EngineException(Code.ENGINE_CRASHED, "The embedder sent what is no answer.");
            }
            return answer.cast(reply);
        } finally {
            lock.unlock();
        }
    }

    /** The running worker; empty after one ended. */
    Optional<ProcessHandle> worker() {
        lock.lock();
        try {
            return running.map(EmbedderProcess::handle);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            running.ifPresent(EmbedderProcess::close);
            running = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Message ask(Message question) {
        if (closed) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The engine is shut down.");
        }
        EmbedderProcess worker = running.orElseGet(() -> EmbedderProcess.start(settings, launcher));
        running = Optional.of(worker);
        try {
            return worker.ask(question);
        } catch (IOException e) {
            running = Optional.empty();
            worker.close();
            throw new EngineException(
                    Code.ENGINE_CRASHED, "The embedder's process ended in mid-call; send it once more.", e);
        }
    }
}
