package dev.cloister.inference.benchmark;

import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What the whole stack (client, socket, worker, scheduler, sampler, stages) costs beside a bare decode loop in the same
 * process, on the same library, weights, threads, kind of context and positions.
 *
 * <p>Each pair runs one block of 64 tokens per arm, in changing order; prompts are not counted. {@code engine.ratio} is
 * the stack's tokens per second, with stages, over the bare loop's; {@code generate.ratio} is the same without stages; {@code watermark.overhead} is the stack's time with
 * stages over its time without.
 *
 * <p>Other processes slow a decode down to a third, for some blocks and not for the next: pairs during which they kept
 * more than a twentieth of a core busy are left out and made again while time lasts. Where no pair was undisturbed
 * all count; {@code pairs}, {@code pairs.quiet} and {@code pairs.disturbed} tell.
 */
public final class EngineBenchmark {

    private static final int BLOCK = 64;
    private static final int WARM_UP = 6;
    private static final double QUIET_CORES = 0.05;
    private static final Duration SENSIBLE_BUDGET = Duration.ofMinutes(12);
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");
    private static final String PROMPT = "The history of the lighthouse begins long before the age of steam. In the";

    private final MeasuredWorker worker;
    private final List<StageSpec> stages;

    private EngineBenchmark(MeasuredWorker worker, List<StageSpec> stages) {
        this.worker = worker;
        this.stages = stages;
    }

    /** Seconds per token in each arm. */
    private record Pair(double bare, double marked, double plain, double foreignCores) {

        boolean quiet() {
            return foreignCores <= QUIET_CORES;
        }
    }

    /** Runs the benchmark for twelve minutes at most. */
    public static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, List<StageSpec> stages, int pairs) {
        return run(settings, launcher, stages, pairs, SENSIBLE_BUDGET);
    }

    /**
     * Runs the benchmark.
     *
     * @param stages the stages on the path, whose factories are on the worker's class path
     * @param pairs how many undisturbed pairs, 200 or more for a figure to report
     * @param budget when to stop although there are fewer; at least one pair is made
     * @return the figures by name: medians, and the bounds of their 95 % intervals as {@code .lo} and {@code .hi}
     */
    public static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, List<StageSpec> stages, int pairs, Duration budget) {
        try (MeasuredWorker worker = new MeasuredWorker(settings, launcher)) {
            return new EngineBenchmark(worker, stages).measure(pairs, budget);
        }
    }

    private Map<String, Double> measure(int pairs, Duration budget) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP; i++) {
            pair(i);
        }
        List<Pair> quiet = new ArrayList<>();
        List<Pair> disturbed = new ArrayList<>();
        do {
            Pair pair = pair(quiet.size() + disturbed.size());
            (pair.quiet() ? quiet : disturbed).add(pair);
        } while (quiet.size() < pairs && System.nanoTime() - start < budget.toNanos());
        List<Pair> counted = quiet.isEmpty() ? disturbed : quiet;
        Map<String, Double> figures = new TreeMap<>();
        add(figures, "engine.ratio", counted, pair -> pair.bare() / pair.marked());
        add(figures, "generate.ratio", counted, pair -> pair.bare() / pair.plain());
        add(figures, "watermark.overhead", counted, pair -> pair.marked() / pair.plain());
        add(figures, "engine.tokens_per_second", counted, pair -> 1 / pair.marked());
        add(figures, "bare.tokens_per_second", counted, pair -> 1 / pair.bare());
        figures.put("pairs", (double) counted.size());
        figures.put("pairs.quiet", (double) quiet.size());
        figures.put("pairs.disturbed", (double) disturbed.size());
        return figures;
    }

    private static void add(Map<String, Double> figures, String name, List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        PairedRatios.of(pairs.stream().mapToDouble(figure)).addTo(figures, name);
    }

    private Pair pair(int number) {
        ForeignLoad load = new ForeignLoad();
        // Without stages there is nothing more to compare.
        double[] seconds = new double[stages.isEmpty() ? 2 : 3];
        for (int i = 0; i < seconds.length; i++) {
            int arm = (i + number) % seconds.length;
            seconds[arm] = switch (arm) {
                case 0 -> worker.generate(PROMPT, BLOCK, 1);
                case 1 -> stack(List.of(), number);
                default -> stack(stages, number);
            };
        }
        return new Pair(seconds[0], seconds[seconds.length - 1], seconds[1], load.cores());
    }

    /** An answer that ends early is measured on another seed. */
    private double stack(List<StageSpec> specs, int number) {
        long seed = number;
        OptionalDouble seconds = block(specs, seed);
        while (seconds.isEmpty()) {
            seed += 1_000_003;
            seconds = block(specs, seed);
        }
        return seconds.getAsDouble();
    }

    /**
     * Seconds per token from the arrival of the first to that of the last; the first comes of the prompt's own step. A
     * token that brings no text waited for the next one, so that its arrival is no step's end.
     */
    private OptionalDouble block(List<StageSpec> specs, long seed) {
        GenerationRequest request = GenerationRequest.of(
                        SESSION, new Prompt.Text(PROMPT), Sampling.plain(seed), BLOCK + 1)
                .withStages(specs);
        try (Generation generation = worker.engine().generate(request)) {
            boolean whole = hasText(generation.next());
            long start = System.nanoTime();
            for (int i = 0; i < BLOCK; i++) {
                whole &= hasText(generation.next());
                if (!whole) {
                    return OptionalDouble.empty();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9 / BLOCK;
            // The worker is idle again before the next arm begins.
            return generation.next().isEmpty() ? OptionalDouble.of(seconds) : OptionalDouble.empty();
        }
    }

    private static boolean hasText(Optional<GeneratedToken> token) {
        return token.filter(one -> !one.text().isEmpty()).isPresent();
    }
}
