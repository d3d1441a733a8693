package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Found;
import dev.cloister.sandbox.plan.Plan;
import java.util.List;

/** How a question is answered. */
sealed interface Route {

    /** By the model alone. */
    record Plain() implements Route {}

    /** From passages of the documents that the user may read, best first; none where the chosen collections are empty. */
    record FromDocuments(List<Found> found) implements Route {}

    /** By what apps do. */
    record ByApps(Plan plan) implements Route {}
}
