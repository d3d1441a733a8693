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

    /** How many of the passages decide who answers. */
    private static final int DECIDING = 4;

    /** The others may disagree with what is answered from. */
    private static final int HITS = 8;

    private final Library library;
    private final AppIndex apps;

    public Router(Library library, AppIndex apps) {
        this.library = library;
        this.apps = apps;
    }

    /**
     * A question that is limited to collections is answered from these, however little they fit.
     *
     * @param vector the question's embedding
     */
    Route route(Question question, float[] vector) {
        Filter filter = library.within(question.caller(), question.collections());
        List<Found> found = library.search(question.caller(), filter, question.text(), vector, HITS);
        if (!question.collections().isEmpty()) {
            return new Route.FromDocuments(found);
        }
        double best = found.stream()
                .limit(DECIDING)
                .mapToDouble(one -> one.hit().cosine())
                .max()
                .orElse(-1);
        Optional<Planner.Proposal> planned =
                new Planner(apps.of(question.caller().tenant()), APP_COSINE).plan(question.text());
        if (planned.isPresent() && planned.get().cosine() >= best) {
            return new Route.ByApps(planned.get().plan());
        }
        return best >= DOCUMENT_COSINE ? new Route.FromDocuments(found) : new Route.Plain();
    }
}
