package dev.cloister.inference.session;

import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;

/** Who gets an answer. Called by the scheduler's thread, so it must not block; {@code done} or {@code failed} is last. */
public interface AnswerListener {

    void token(GeneratedToken token);

    void done(Completion completion);

    void failed(EngineException failure);
}
