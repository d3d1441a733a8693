package dev.cloister.gateway.hub;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Sampling;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** The model alone. */
@ApplicationScoped
public class PlainAnswer {

    private static final String SYSTEM = "You are a helpful assistant. Answer clearly and to the point.";
    private static final int MAX_TOKENS = 640;

    private final Speaker speaker;
    private final SecureRandom random = new SecureRandom();

    public PlainAnswer(Speaker speaker) {
        this.speaker = speaker;
    }

    Completion answer(Question question, Cancellation cancellation, HubListener listener) {
        listener.step("answering", "Answering");
        Sampling sampling = Sampling.plain(question.wishes().seed().orElseGet(random::nextLong))
                .withRepetitionPenalty(1.1, 64)
                .withTemperature(0.9)
                .withMinP(0.03);
        return speaker.speak(
                question,
                SYSTEM,
                question.history(),
                question.text(),
                sampling,
                question.wishes().atMost(MAX_TOKENS),
                cancellation,
                listener::text);
    }
}
