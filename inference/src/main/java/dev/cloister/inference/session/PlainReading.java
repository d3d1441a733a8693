package dev.cloister.inference.session;

import dev.cloister.inference.ToolCall;
import dev.cloister.inference.llama.Vocabulary;
import java.util.List;

/** All of an answer is said. */
record PlainReading(Vocabulary vocabulary) implements AnswerReading {

    @Override
    public byte[] spoken(int token) {
        return vocabulary.piece(token);
    }

    @Override
    public boolean holds() {
        return false;
    }

    @Override
    public byte[] rest() {
        return new byte[0];
    }

    @Override
    public List<ToolCall> calls() {
        return List.of();
    }
}
