package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Found;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.retrieval.collection.Passage;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import java.security.SecureRandom;
import java.util.List;

/**
 * An answer from the documents that the user may read. The passages are data: they are quoted to a model that can call nothing, and
 * which sentence is supported by which passage is found out here, not claimed by the model.
 */
@ApplicationScoped
public class DocumentAnswer {

    private static final Logger LOG = Logger.getLogger(DocumentAnswer.class);
    private static final String SYSTEM = "Answer the question using only the text.";
    private static final String NOTHING_THERE = "There is no document to answer from where you chose to look.";
    private static final int MAX_TOKENS = 120;
    private static final int PASSAGES_SHOWN = 3;

    private final Speaker speaker;
    private final Engine engine;
    private final SecureRandom random = new SecureRandom();

    public DocumentAnswer(Speaker speaker, Engine engine) {
        this.speaker = speaker;
        this.engine = engine;
    }

    Completion answer(
            Question question, float[] vector, List<Found> found, Cancellation cancellation, HubListener listener) {
        if (found.isEmpty()) {
            listener.text(NOTHING_THERE);
            return new Completion(Completion.FinishReason.STOP, 0, 0);
        }
        listener.step("answering", "Answering from your documents");
        List<Found> shown = found.stream().limit(PASSAGES_SHOWN).toList();
        List<Passage> passages = shown.stream().map(one -> one.hit().passage()).toList();
        StringBuilder text = new StringBuilder();
        Sampling sampling = Sampling.plain(question.wishes().seed().orElseGet(random::nextLong))
                .withTemperature(0.1)
                .withMinP(0.05);
        Completion completion = speaker.speak(
                question,
                SYSTEM,
                List.of(),
                prompt(Extract.of(passages, vector, engine), question),
                sampling,
                question.wishes().atMost(MAX_TOKENS),
                cancellation,
                more -> {
                    text.append(more);
                    listener.text(more);
                });
        if (!cancellation.cancelled()) {
            cite(question.text(), text.toString(), shown, found, listener);
        }
        return completion;
    }

    /** An answer that was spoken stands, even where its sources cannot be held against it. */
    private void cite(String question, String answer, List<Found> shown, List<Found> found, HubListener listener) {
        try {
            listener.cited(new SourceCheck(engine::embed).of(question, answer, shown, found));
        } catch (RuntimeException e) {
            LOG.error("An answer could not be held against its sources; it is stored without them", e);
        }
    }

    /** The question stands on both sides of the text, where a small model keeps it in mind. */
    private static String prompt(String extract, Question question) {
        String asked = question.text().strip();
        return "Question: " + asked + "\n\nText: " + extract + "\n\nAnswer the question: " + asked;
    }
}
