package dev.cloister.gateway.hub;

import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.inference.Engine;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.ToolManifest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the tool whose registered examples are closest to a question. */
@ApplicationScoped
public class AppIndex {

    private final InstalledApps apps;
    private final Engine engine;
    private Optional<List<Entry>> entries = Optional.empty();

    public AppIndex(InstalledApps apps, Engine engine) {
        this.apps = apps;
        this.engine = engine;
    }

    private record Entry(AppBundle app, ToolManifest tool, float[] vector) {}

    /** A tool and how close its closest example is. */
    record Match(AppBundle app, ToolManifest tool, double cosine) {}

    /** The closest tool; nothing where apps are off. */
    Optional<Match> closest(float[] question) {
        if (!apps.available()) {
            return Optional.empty();
        }
        return entries().stream()
                .map(entry -> new Match(entry.app(), entry.tool(), Vectors.dot(entry.vector(), question)))
                .max(Comparator.comparingDouble(Match::cosine));
    }

    private synchronized List<Entry> entries() {
        if (entries.isEmpty()) {
            entries = Optional.of(embed());
        }
        return entries.get();
    }

    private List<Entry> embed() {
        List<Entry> found = new ArrayList<>();
        for (AppBundle app : apps.bundles()) {
            for (ToolManifest tool : app.manifest().tools()) {
                List<String> texts = tool.examples().stream().map(Example::text).toList();
                if (!texts.isEmpty()) {
                    engine.embed(texts).forEach(vector -> found.add(new Entry(app, tool, vector)));
                }
            }
        }
        return List.copyOf(found);
    }
}
