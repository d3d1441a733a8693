package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.scheme.AppScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How fast marks are looked for. Figures: {@code SCHEME.detect.mb_per_s}, a megabyte of text searched for one key, all
 * windows, without tokenising it; {@code tokenize.mb_per_s}; {@code keys100k.s}, the default scheme's keys tried on 500
 * tokens.
 */
public final class DetectionSpeed {

    private static final int MEGABYTE = 1_000_000;
    private static final int PAGE = 500;
    private static final int KEYS = 100_000;
    private static final int RUNS = 3;
    private static final double NANOS = 1e9;

    private DetectionSpeed() {}

    /** @param human prose of a megabyte or more */
    public static Map<String, Double> run(Engine engine, String human) {
        String text = human.substring(0, Math.min(human.length(), MEGABYTE));
        Map<String, Double> figures = new TreeMap<>();
        long before = System.nanoTime();
        int[] tokens = engine.tokenize(text);
        figures.put("tokenize.mb_per_s", NANOS / (System.nanoTime() - before));
        for (AppScheme scheme : AppScheme.values()) {
            MarkSearch search = new MarkSearch(candidates(scheme, 1), MarkSearch.SIGNIFICANCE);
            figures.put(scheme.code() + ".detect.mb_per_s", 1 / seconds(search, tokens, RUNS));
        }
        MarkSearch many = new MarkSearch(candidates(AppScheme.DEFAULT, KEYS), MarkSearch.SIGNIFICANCE);
        figures.put("keys100k.s", seconds(many, Arrays.copyOf(tokens, PAGE), 1));
        return figures;
    }

    /** The fastest of some. */
    private static double seconds(MarkSearch search, int[] tokens, int runs) {
        double best = Double.POSITIVE_INFINITY;
        for (int run = 0; run < runs; run++) {
            long before = System.nanoTime();
            var unused = search.search(tokens);
            best = Math.min(best, (System.nanoTime() - before) / NANOS);
        }
        return best;
    }

    private static List<Candidate> candidates(AppScheme scheme, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> BenchmarkKeys.of(scheme.code(), number))
                .map(key -> new Candidate(key.id(), scheme.with(key), scheme.effect()))
                .toList();
    }
}
