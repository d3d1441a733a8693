package dev.cloister.inference.session;

import dev.cloister.inference.ToolCall;
import dev.cloister.inference.llama.Vocabulary;
import java.util.List;

/** Tells what of an answer is said to a person and what asks for tools. For one answer and the scheduler's thread. */
public interface AnswerReading {

    /** All is said. */
    static AnswerReading plain(Vocabulary vocabulary) {
        return new PlainReading(vocabulary);
    }

    /** The bytes that are certain to be said, once this token was drawn. */
    byte[] spoken(int token);

    /** Whether bytes are held that may yet be said. */
    boolean holds();

    /** What was held, once nothing can follow. */
    byte[] rest();

    /** The calls that the answer asks for, so far. */
    List<ToolCall> calls();
}
