package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.TextScore;

/** Who gets scores, text by text in any order, from several threads; {@code done} or {@code failed} comes once, last. */
public interface ScoreListener {

    void scored(int text, TextScore score);

    void done();

    void failed(EngineException failure);
}
