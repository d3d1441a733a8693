package dev.cloister.gateway.openai.answer;

import dev.cloister.inference.Completion;
import java.util.List;

/** Something that one of a request's answers said; {@code choice} counts from 0. */
public sealed interface Said {

    int choice();

    /** More text, and the tokens that it was made from where the request asks for them. */
    record Text(int choice, String text, List<ScoredToken> tokens) implements Said {
        public Text {
            tokens = List.copyOf(tokens);
        }
    }

    /** The answer's end. */
    record End(int choice, Completion completion) implements Said {}
}
