package dev.cloister.gateway.openai;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.inference.Completion;

/** Whatever can answer a chat completion request: the bare model or the hub. */
@FunctionalInterface
interface Answering {

    /** Answers; texts reach the sink as they come. */
    Completion run(Cancellation cancellation, Sink sink);

    /** Takes the answer's text in parts. */
    @FunctionalInterface
    interface Sink {
        void text(String more);
    }
}
