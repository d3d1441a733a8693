package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Found;
import dev.cloister.gateway.documents.Library;
import dev.cloister.retrieval.search.Filter;
import dev.cloister.sandbox.plan.Planner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Decides who answers, from similarity alone: no model is asked, so none can be talked into anything. */
@ApplicationScoped
public class Router {

    /** Cosine from which on a passage is taken to speak of the question. */
    static final double DOCUMENT_COSINE = 0.35;

    /** Cosine from which on a question is taken to be one that a tool was made for. */
    public static final double APP_COSINE = 0.55;

    private static final int HITS = 4;

    private final Library library;
    private final AppIndex apps;

    public Router(Library library, AppIndex apps) {
        this.library = library;
        this.apps = apps;
    }

    /**
     * @param vector the question's embedding
     */
    Route route(Question question, float[] vector) {
        List<Found> found = library.search(question.caller(), Filter.NONE, question.text(), vector, HITS);
        double best =
                found.stream().mapToDouble(one -> one.hit().cosine()).max().orElse(-1);
        Optional<Planner.Proposal> planned =
                new Planner(apps.of(question.caller().tenant()), APP_COSINE).plan(question.text());
        if (planned.isPresent() && planned.get().cosine() >= best) {
            return new Route.ByApps(planned.get().plan());
        }
        return best >= DOCUMENT_COSINE ? new Route.FromDocuments(found) : new Route.Plain();
    }
}
