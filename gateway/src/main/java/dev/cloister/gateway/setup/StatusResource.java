package dev.cloister.gateway.setup;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.engine.DeferredEngine;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.inference.EngineException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.util.Optional;

/** How the instance is. */
@Path("/api/status")
@RunOnVirtualThread
public class StatusResource {

    private final DeferredEngine engine;
    private final AppCells cells;
    private final Marks marks;
    private final String version;

    public StatusResource(
            DeferredEngine engine,
            AppCells cells,
            Marks marks,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.engine = engine;
        this.cells = cells;
        this.marks = marks;
        this.version = version;
    }

    /** The whole. */
    public record Status(String version, Model model, Apps apps) {}

    /**
     * The served model.
     *
     * @param state ready, starting or failed
     * @param marked whether its answers can carry a mark
     * @param server the server elsewhere that prompts go to
     */
    public record Model(
            String name, String state, Optional<String> reason, Optional<Boolean> marked, Optional<String> server) {}

    /** Whether apps may run, and why not. */
    public record Apps(boolean available, Optional<String> reason) {}

    @GET
    public Status status() {
        return new Status(version, model(), new Apps(cells.available(), cells.reason()));
    }

    private Model model() {
        if (!engine.ready()) {
            Optional<String> failure = engine.failure();
            return without(failure.isPresent() ? "failed" : "starting", failure);
        }
        try {
            return new Model(
                    engine.model().name(),
                    "ready",
                    Optional.empty(),
                    Optional.of(marks.possible()),
                    engine.capabilities().server());
        } catch (EngineException e) {
            return without("failed", Optional.ofNullable(e.getMessage()));
        }
    }

    private static Model without(String state, Optional<String> reason) {
        return new Model("", state, reason, Optional.empty(), Optional.empty());
    }
}
