package dev.cloister.gateway.setup;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.engine.DeferredEngine;
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
    private final String version;

    public StatusResource(
            DeferredEngine engine,
            AppCells cells,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.engine = engine;
        this.cells = cells;
        this.version = version;
    }

    /** The whole. */
    public record Status(String version, Model model, Apps apps) {}

    /**
     * The served model.
     *
     * @param state ready, starting or failed
     * @param marked whether its answers carry a mark
     * @param server the server elsewhere that prompts go to
     */
    public record Model(
            String name, String state, Optional<String> reason, Optional<Boolean> marked, Optional<String> server) {}

    /** Whether apps may run, and why not. */
    public record Apps(boolean available, Optional<String> reason) {}

    @GET
    public Status status() {
        Optional<String> failure = engine.failure();
        Model model = engine.ready()
                ? new Model(
                        engine.model().name(),
                        "ready",
                        Optional.empty(),
                        Optional.of(engine.capabilities().stages()),
                        engine.capabilities().server())
                : new Model(
                        "", failure.isPresent() ? "failed" : "starting", failure, Optional.empty(), Optional.empty());
        return new Status(version, model, new Apps(cells.available(), cells.reason()));
    }
}
