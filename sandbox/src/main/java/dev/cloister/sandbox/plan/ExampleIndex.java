package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds tools by the embeddings of the examples that they were registered with, each bundle's made once. */
public final class ExampleIndex {

    private static final int MOST_KEPT = 200;

    private final Function<List<String>, List<float[]>> embed;

    /** By the digests of the bundles that are indexed. */
    private final Map<String, List<Entry>> entries = new HashMap<>();

    /**
     * @param embed texts to unit vectors, in order
     */
    public ExampleIndex(Function<List<String>, List<float[]>> embed) {
        this.embed = embed;
    }

    private record Entry(AppBundle app, ToolManifest tool, float[] vector) {}

    /** Finds among the tools of these apps. */
    public ToolFinder among(List<AppBundle> bundles) {
        return texts -> {
            List<Entry> all = entries(bundles);
            return embed.apply(texts).stream()
                    .map(vector -> closest(all, vector))
                    .toList();
        };
    }

    private static Optional<ToolFinder.Match> closest(List<Entry> entries, float[] vector) {
        return entries.stream()
                .map(entry -> new ToolFinder.Match(entry.app(), entry.tool(), dot(entry.vector(), vector)))
                .max(Comparator.comparingDouble(ToolFinder.Match::cosine));
    }

    private synchronized List<Entry> entries(List<AppBundle> bundles) {
        if (entries.size() > MOST_KEPT) {
            entries.clear();
        }
        List<Entry> all = new ArrayList<>();
        for (AppBundle bundle : bundles) {
            all.addAll(entries.computeIfAbsent(bundle.digest(), digest -> entries(bundle)));
        }
        return all;
    }

    private List<Entry> entries(AppBundle app) {
        List<Entry> found = new ArrayList<>();
        for (ToolManifest tool : app.manifest().tools()) {
            List<String> texts = tool.examples().stream().map(Example::text).toList();
            if (!texts.isEmpty()) {
                embed.apply(texts).forEach(vector -> found.add(new Entry(app, tool, vector)));
            }
        }
        return List.copyOf(found);
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * (double) other[i];
        }
        return sum;
    }
}
