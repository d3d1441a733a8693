package dev.cloister.gateway.hub;

import dev.cloister.retrieval.search.Hit;
import dev.cloister.sandbox.plan.Plan;
import java.util.List;

/** How a question is answered. */
sealed interface Route {

    /** By the model alone. */
    record Plain() implements Route {}

    /** From passages of the user's documents, best first. */
    record FromDocuments(List<Hit> hits) implements Route {}

    /** By what apps do. */
    record ByApps(Plan plan) implements Route {}
}
