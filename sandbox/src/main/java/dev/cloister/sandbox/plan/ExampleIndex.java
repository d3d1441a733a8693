package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds tools by the embeddings of the examples that they were registered with, which are made once for each digest. */
public final class ExampleIndex {

    private static final int MOST_KEPT = 200;

    private final Function<List<String>, List<float[]>> embed;

    /** By the digests of bundles. Vectors only: the same files may lie in several places. */
    private final Map<String, List<Example>> examples = new HashMap<>();

    /**
     * @param embed texts to unit vectors, in order
     */
    public ExampleIndex(Function<List<String>, List<float[]>> embed) {
        this.embed = embed;
    }

    private record Example(ToolManifest tool, float[] vector) {}

    private record Entry(AppBundle app, Example example) {}

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
                .map(entry -> new ToolFinder.Match(
                        entry.app(), entry.example().tool(), dot(entry.example().vector(), vector)))
                .max(Comparator.comparingDouble(ToolFinder.Match::cosine));
    }

    private synchronized List<Entry> entries(List<AppBundle> bundles) {
        if (examples.size() > MOST_KEPT) {
            examples.clear();
        }
        List<Entry> all = new ArrayList<>();
        for (AppBundle bundle : bundles) {
            examples.computeIfAbsent(bundle.digest(), digest -> embedded(bundle.manifest()))
                    .forEach(example -> all.add(new Entry(bundle, example)));
        }
        return all;
    }

    private List<Example> embedded(AppManifest app) {
        List<Example> found = new ArrayList<>();
        for (ToolManifest tool : app.tools()) {
            List<String> texts = tool.examples().stream().map(one -> one.text()).toList();
            if (!texts.isEmpty()) {
                embed.apply(texts).forEach(vector -> found.add(new Example(tool, vector)));
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
