package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.score.Perplexity;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each type of keys and values costs in perplexity, and how many sessions of the settings' context it fits into a
 * gibibyte. {@code kv.q8_0.perplexity} and the like; {@code .loss} is the perplexity over that of half precision, less 1.
 */
public final class KvTypeBenchmark {

    private static final double GIBIBYTE = 1L << 30;

    private KvTypeBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param text a real text
     * @param windows how many windows of the context's length are measured
     * @param valuesPerToken keys and values of all layers, in numbers per token: 11,520 for the default model
     */
    public static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, String text, int windows, int valuesPerToken) {
        Map<String, Double> figures = new TreeMap<>();
        double reference = Double.NaN;
        for (KvType type : KvType.values()) {
            try (Engine engine =
                    new WorkerEngine(settings.withOptions(settings.options().withKvType(type)), launcher)) {
                Perplexity measured = Perplexity.of(engine, text, settings.contextTokens(), windows);
                reference = type == KvType.F16 ? measured.value() : reference;
                String name = "kv." + type.name().toLowerCase(Locale.ROOT);
                long bytes = type.bytes((long) valuesPerToken * settings.contextTokens());
                figures.put(name + ".perplexity", measured.value());
                figures.put(name + ".loss", measured.value() / reference - 1);
                figures.put(name + ".session_bytes", (double) bytes);
                figures.put(name + ".sessions_per_gib", Math.floor(GIBIBYTE / bytes));
                figures.put("kv.tokens", (double) measured.tokens());
            }
        }
        return figures;
    }
}
