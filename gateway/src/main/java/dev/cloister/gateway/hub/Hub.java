package dev.cloister.gateway.hub;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Answers a question: by an app if one does what is asked, else from the user's documents if they speak of it, else by
 * the model alone. Which of the three is decided from the user's own words, the apps' registered examples and vector
 * similarity; no app's prose and no document has a say in it.
 */
@ApplicationScoped
public class Hub {

    /** Longer questions, in UTF-16 units, go to the model alone. */
    public static final int LONGEST_ROUTED = 4_000;

    private final Engine engine;
    private final Router router;
    private final PlainAnswer plain;
    private final DocumentAnswer documents;
    private final AppAnswer apps;
    private final WaitingPlans waiting;

    public Hub(
            Engine engine,
            Router router,
            PlainAnswer plain,
            DocumentAnswer documents,
            AppAnswer apps,
            WaitingPlans waiting) {
        this.engine = engine;
        this.router = router;
        this.plain = plain;
        this.documents = documents;
        this.apps = apps;
        this.waiting = waiting;
    }

    /**
     * Answers, telling the listener each thing as it happens.
     *
     * @return how the answer ended and what it cost
     */
    public Completion answer(Question question, Cancellation cancellation, HubListener listener) {
        if (question.text().length() > LONGEST_ROUTED) {
            return plain.answer(question, cancellation, listener);
        }
        listener.step("searching", "Looking for what can help");
        float[] vector = engine.embed(List.of(question.text())).getFirst();
        return switch (router.route(question, vector)) {
            case Route.ByApps byApps -> apps.answer(question, byApps.plan(), cancellation, listener);
            case Route.FromDocuments from -> documents.answer(question, vector, from.found(), cancellation, listener);
            case Route.Plain alone -> plain.answer(question, cancellation, listener);
        };
    }

    /** Answers that wait for their users since before the start. */
    public List<WaitingPlan.Kept> waiting() {
        return waiting.all();
    }

    /** Goes on with such an answer: its user is asked once more, under the id that was shown before. */
    public Completion goOn(Question question, WaitingPlan.Kept kept, Cancellation cancellation, HubListener listener) {
        return apps.goOn(question, kept.plan(), cancellation, listener);
    }
}
