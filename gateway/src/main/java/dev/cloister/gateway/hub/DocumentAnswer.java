package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Found;
import dev.cloister.gateway.documents.StoredDocument;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.retrieval.citation.Citation;
import dev.cloister.retrieval.citation.CitationAligner;
import dev.cloister.retrieval.collection.Passage;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer from the documents that the user may read. The passages are data: they are quoted to a model that can call nothing, and
 * which sentence is supported by which passage is found out here, not claimed by the model.
 */
@ApplicationScoped
public class DocumentAnswer {

    private static final String SYSTEM = "Answer the question using only the text.";
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
            listener.cited(citations(text.toString(), shown));
        }
        return completion;
    }

    private Citations citations(String answer, List<Found> found) {
        List<Passage> passages = found.stream().map(one -> one.hit().passage()).toList();
        List<Citations.Sentence> sentences = new ArrayList<>();
        for (Citation citation : new CitationAligner(engine::embed).align(answer, passages)) {
            sentences.add(new Citations.Sentence(
                    citation.sentence().start(), citation.sentence().end(), citation.passageId()));
        }
        List<Citations.Passage> shown = new ArrayList<>();
        for (Found one : found) {
            shown.add(shown(shown.size() + 1, one.document(), one.hit().passage()));
        }
        return new Citations(sentences, shown);
    }

    private static Citations.Passage shown(int number, StoredDocument document, Passage passage) {
        return new Citations.Passage(
                passage.id(),
                number,
                document.id(),
                document.name(),
                document.mine() ? Optional.empty() : Optional.of(document.owner()),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.text());
    }

    /** The question stands on both sides of the text, where a small model keeps it in mind. */
    private static String prompt(String extract, Question question) {
        String asked = question.text().strip();
        return "Question: " + asked + "\n\nText: " + extract + "\n\nAnswer the question: " + asked;
    }
}
