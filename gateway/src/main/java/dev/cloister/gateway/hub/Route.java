package dev.cloister.gateway.hub;

import dev.cloister.retrieval.search.Hit;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.List;

/** How a question is answered. */
sealed interface Route {

    /** By the model alone. */
    record Plain() implements Route {}

    /** From passages of the user's documents, best first. */
    record FromDocuments(List<Hit> hits) implements Route {}

    /** By one tool of an app. */
    record ByApp(AppBundle app, ToolManifest tool) implements Route {}
}
