package dev.cloister.inference.remote;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The tokens of a server's model, by an engine on this machine whose model has the same vocabulary. It is started when
 * tokens are first asked for; a start that failed is tried again by the next call. Whether the vocabularies are the same
 * nobody checks: with another one, texts are split otherwise than the server splits them.
 *
 * <p>Safe for use by many threads.
 */
public final class LocalTokenizer implements AutoCloseable {

    private final Supplier<? extends Engine> start;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Engine> running = Optional.empty();
    private boolean closed;

    /**
     * @param start starts the engine, which is closed with this tokenizer; what it throws, the call that needed it throws
     */
    public LocalTokenizer(Supplier<? extends Engine> start) {
        this.start = start;
    }

    /** The model whose vocabulary it is. */
    ModelInfo model() {
        return engine().model();
    }

    /** As {@link Engine#tokenize}. */
    int[] tokenize(String text) {
        return engine().tokenize(text);
    }

    /** As {@link Engine#pieces}. */
    List<byte[]> pieces(int[] tokens) {
        return engine().pieces(tokens);
    }

    private Engine engine() {
        lock.lock();
        try {
            if (closed) {
                throw new EngineException(Code.ENGINE_UNAVAILABLE, "The engine is shut down.");
            }
            if (running.isEmpty()) {
                running = Optional.of(start.get());
            }
            return running.orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            running.ifPresent(Engine::close);
            running = Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
