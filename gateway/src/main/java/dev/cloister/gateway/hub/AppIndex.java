package dev.cloister.gateway.hub;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.inference.Engine;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.ToolManifest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tool whose registered examples are closest to a question. */
@ApplicationScoped
public class AppIndex {

    private static final int MOST_KEPT = 200;

    private final InstalledApps apps;
    private final AppCells cells;
    private final Engine engine;

    /** By the digests of the bundles that are indexed. */
    private final Map<String, List<Entry>> entries = new HashMap<>();

    public AppIndex(InstalledApps apps, AppCells cells, Engine engine) {
        this.apps = apps;
        this.cells = cells;
        this.engine = engine;
    }

    private record Entry(AppBundle app, ToolManifest tool, float[] vector) {}

    /** A tool and how close its closest example is. */
    record Match(AppBundle app, ToolManifest tool, double cosine) {}

    /** The closest tool of the tenant's apps; nothing where apps are off. */
    Optional<Match> closest(String tenant, float[] question) {
        if (!cells.available()) {
            return Optional.empty();
        }
        return entries(apps.bundles(tenant)).stream()
                .map(entry -> new Match(entry.app(), entry.tool(), Vectors.dot(entry.vector(), question)))
                .max(Comparator.comparingDouble(Match::cosine));
    }

    private synchronized List<Entry> entries(List<AppBundle> bundles) {
        if (entries.size() > MOST_KEPT) {
            entries.clear();
        }
        List<Entry> all = new ArrayList<>();
        for (AppBundle bundle : bundles) {
            all.addAll(entries.computeIfAbsent(bundle.digest(), digest -> embed(bundle)));
        }
        return all;
    }

    private List<Entry> embed(AppBundle app) {
        List<Entry> found = new ArrayList<>();
        for (ToolManifest tool : app.manifest().tools()) {
            List<String> texts = tool.examples().stream().map(Example::text).toList();
            if (!texts.isEmpty()) {
                engine.embed(texts).forEach(vector -> found.add(new Entry(app, tool, vector)));
            }
        }
        return List.copyOf(found);
    }
}
