package dev.cloister.inference;

import java.util.Optional;

/** A running answer, pulled token by token. One reader; {@link #close()} may come from any thread. */
public interface Generation extends AutoCloseable {

    /**
     * The next token, waiting for it; empty once the answer is complete.
     *
     * @throws EngineException when the request was refused or the engine failed; what came before stays valid
     */
    Optional<GeneratedToken> next();

    /** How the answer ended. Only after {@link #next()} returned empty. */
    Completion completion();

    /** Stops the model within one step; harmless when the answer is complete. */
    @Override
    void close();
}
