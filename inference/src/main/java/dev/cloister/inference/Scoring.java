package dev.cloister.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores that arrive text by text. One reader; {@link #close()} may come from any thread. */
public interface Scoring extends AutoCloseable {

    /**
     * The next text's score, in the request's order, waiting for it; empty once all have been read, or after {@link
     * #close()}.
     *
     * @throws EngineException when the request was refused or the engine failed; what came before stays valid
     */
    Optional<TextScore> next();

    /** All scores that have not been read yet. */
    default List<TextScore> rest() {
        List<TextScore> scores = new ArrayList<>();
        for (Optional<TextScore> score = next(); score.isPresent(); score = next()) {
            scores.add(score.get());
        }
        return scores;
    }

    /** Stops the work within a chunk of 128 tokens; harmless when it is done. */
    @Override
    void close();
}
