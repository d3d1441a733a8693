package dev.cloister.gateway.hub;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.inference.Engine;
import dev.cloister.sandbox.plan.ExampleIndex;
import dev.cloister.sandbox.plan.ToolFinder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds the tool of a tenant's apps whose registered examples are closest to a question. */
@ApplicationScoped
public class AppIndex {

    private final InstalledApps apps;
    private final AppCells cells;
    private final ExampleIndex index;

    public AppIndex(InstalledApps apps, AppCells cells, Engine engine) {
        this.apps = apps;
        this.cells = cells;
        this.index = new ExampleIndex(engine::embed);
    }

    /** The tools of a tenant's apps; none where apps are off. */
    ToolFinder of(String tenant) {
        return index.among(cells.available() ? apps.bundles(tenant) : List.of());
    }
}
