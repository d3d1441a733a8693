package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Library;
import dev.cloister.retrieval.search.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Decides who answers, from similarity alone: no model is asked, so none can be talked into anything. */
@ApplicationScoped
public class Router {

    /** Cosine from which on a passage is taken to speak of the question. */
    static final double DOCUMENT_COSINE = 0.35;

    private static final int HITS = 4;

    private final Library library;

    public Router(Library library) {
        this.library = library;
    }

    /**
     * @param vector the question's embedding
     */
    Route route(Question question, float[] vector) {
        List<Hit> hits = library.search(question.caller(), question.text(), vector, HITS);
        double best = hits.stream().mapToDouble(Hit::cosine).max().orElse(-1);
        return best >= DOCUMENT_COSINE ? new Route.FromDocuments(hits) : new Route.Plain();
    }
}
