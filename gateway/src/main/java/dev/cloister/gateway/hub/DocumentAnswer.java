package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Library;
import dev.cloister.gateway.documents.StoredDocument;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.retrieval.citation.Citation;
import dev.cloister.retrieval.citation.CitationAligner;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer from the user's documents. The passages are data: they are quoted to a model that can call nothing, and
 * which sentence is supported by which passage is found out here, not claimed by the model.
 */
@ApplicationScoped
public class DocumentAnswer {

    private static final String SYSTEM = "Answer the question using only the text.";
    private static final int MAX_TOKENS = 120;
    private static final int PASSAGES_SHOWN = 3;

    private final Speaker speaker;
    private final Library library;
    private final Engine engine;
    private final SecureRandom random = new SecureRandom();

    public DocumentAnswer(Speaker speaker, Library library, Engine engine) {
        this.speaker = speaker;
        this.library = library;
        this.engine = engine;
    }

    Completion answer(
            Question question, float[] vector, List<Hit> hits, Cancellation cancellation, HubListener listener) {
        listener.step("answering", "Answering from your documents");
        List<Passage> passages =
                hits.stream().limit(PASSAGES_SHOWN).map(Hit::passage).toList();
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
            listener.cited(citations(question, text.toString(), passages));
        }
        return completion;
    }

    private Citations citations(Question question, String answer, List<Passage> passages) {
        List<Citations.Sentence> sentences = new ArrayList<>();
        for (Citation citation : new CitationAligner(engine::embed).align(answer, passages)) {
            sentences.add(new Citations.Sentence(
                    citation.sentence().start(), citation.sentence().end(), citation.passageId()));
        }
        List<Citations.Passage> shown = new ArrayList<>();
        for (Passage passage : passages) {
            library.find(question.caller(), UUID.fromString(passage.documentId()))
                    .ifPresent(document -> shown.add(shown(shown.size() + 1, document, passage)));
        }
        return new Citations(sentences, shown);
    }

    private static Citations.Passage shown(int number, StoredDocument document, Passage passage) {
        return new Citations.Passage(
                passage.id(),
                number,
                document.id(),
                document.name(),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.text());
    }

    /** The question stands on both sides of the text, where a small model keeps it in mind. */
    private static String prompt(String extract, Question question) {
        String asked = question.text().strip();
        return "Question: " + asked + "\n\nText: " + extract + "\n\nAnswer the question: " + asked;
    }
}
