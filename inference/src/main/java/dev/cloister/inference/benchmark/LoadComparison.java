package dev.cloister.inference.benchmark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The engine beside node-llama-cpp, which binds the same library for Node.js: the same model, threads, prompts and
 * numbers of tokens, served to 1, 4 and 8 streams at once, in alternating order. Theirs runs in one process without a
 * sandbox, ours behind a socket in a sandboxed one.
 *
 * <p>{@code compare.first_token.N} is their mean time to the first token over ours, {@code compare.speed.N} our tokens
 * per second over theirs, prompts included; above 1 is ahead.
 */
public final class LoadComparison {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOKENS = 64;
    private static final int[] LOADS = {1, 4, 8};
    private static final String PASSAGE =
            "The history of the lighthouse begins long before the age of steam. In the first years a fire of wood"
                    + " burned on the headland, and whoever passed by sea paid for it in the next harbour. ";

    private final Streams ours;
    private final BufferedWriter orders;
    private final BufferedReader results;

    private LoadComparison(Streams ours, Process theirs) throws IOException {
        this.ours = ours;
        orders = theirs.outputWriter();
        results = theirs.inputReader();
        if (results.readLine() == null) {
            throw new IOException("the other server ended before it was ready");
        }
    }

    /**
     * Runs the comparison.
     *
     * @param folder of {@code serve.mjs} with its packages installed
     * @param rounds of each load, 20 or more for a figure to report
     */
    public static Map<String, Double> run(WorkerSettings settings, ProcessLauncher launcher, Path folder, int rounds) {
        try {
            Process theirs = new ProcessBuilder(
                            "node",
                            folder.resolve("serve.mjs").toString(),
                            settings.modelFile().toString(),
                            Integer.toString(settings.threads()),
                            Integer.toString(settings.sequences()),
                            Integer.toString(settings.contextTokens()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (WorkerEngine engine = new WorkerEngine(settings, launcher)) {
                return new LoadComparison(new Streams(engine), theirs).measure(rounds);
            } finally {
                theirs.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("node-llama-cpp could not be measured", e);
        }
    }

    private Map<String, Double> measure(int rounds) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        for (int streams : LOADS) {
            List<double[]> first = new ArrayList<>();
            List<double[]> speed = new ArrayList<>();
            round(streams, 0);
            for (int i = 1; i <= rounds; i++) {
                List<List<Streams.Seen>> both = round(streams, i);
                first.add(both.stream().mapToDouble(Streams.Seen::firstMs).toArray());
                speed.add(
                        both.stream().mapToDouble(Streams.Seen::tokensPerSecond).toArray());
            }
            add(figures, "compare.first_token." + streams, first.stream().mapToDouble(pair -> pair[1] / pair[0]));
            add(figures, "compare.speed." + streams, speed.stream().mapToDouble(pair -> pair[0] / pair[1]));
            add(
                    figures,
                    "compare.first_token_ms." + streams + ".ours",
                    first.stream().mapToDouble(pair -> pair[0]));
            add(
                    figures,
                    "compare.first_token_ms." + streams + ".theirs",
                    first.stream().mapToDouble(pair -> pair[1]));
            add(
                    figures,
                    "compare.tokens_per_second." + streams + ".ours",
                    speed.stream().mapToDouble(pair -> pair[0]));
            add(
                    figures,
                    "compare.tokens_per_second." + streams + ".theirs",
                    speed.stream().mapToDouble(pair -> pair[1]));
        }
        figures.put("compare.rounds", (double) rounds);
        return figures;
    }

    private static void add(Map<String, Double> figures, String name, java.util.stream.DoubleStream values) {
        PairedRatios.of(values).addTo(figures, name);
    }

    /** What both saw, ours first; who begins changes. */
    private List<List<Streams.Seen>> round(int streams, int number) throws IOException {
        String prompt = number + ". " + PASSAGE.repeat(4);
        long seed = 1000L * number;
        if (number % 2 == 0) {
            List<Streams.Seen> mine = ours.run(streams, TOKENS, seed, prompt);
            return List.of(mine, theirs(streams, seed, prompt));
        }
        List<Streams.Seen> other = theirs(streams, seed, prompt);
        return List.of(ours.run(streams, TOKENS, seed, prompt), other);
    }

    private List<Streams.Seen> theirs(int streams, long seed, String prompt) throws IOException {
        orders.write(
                JSON.writeValueAsString(Map.of("streams", streams, "tokens", TOKENS, "seed", seed, "prompt", prompt)));
        orders.newLine();
        orders.flush();
        String line = results.readLine();
        if (line == null) {
            throw new IOException("the other server ended early");
        }
        return JSON.readValue(line, new TypeReference<List<Streams.Seen>>() {});
    }
}
