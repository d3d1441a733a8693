package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.inference.Completion;
import java.util.List;

/** Whatever can give one answer: a model or the hub. */
@FunctionalInterface
public interface Speaking {

    /** Answers; texts reach the sink as they come. */
    Completion speak(Cancellation cancellation, Sink sink);

    /** Takes an answer in parts. */
    @FunctionalInterface
    interface Sink {

        /**
         * @param text more of the answer, never empty but at an answer's end
         * @param tokens what the text was made from, where the request asks for it
         */
        void say(String text, List<ScoredToken> tokens);
    }
}
