package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the whole stack (client, socket, worker, scheduler, sampler, stages) costs beside a bare decode loop on the same
 * library, model, threads and positions.
 *
 * <p>Each pair runs one block of 64 tokens per arm, in changing order; prompts are not counted. {@code engine.ratio} is
 * the stack's tokens per second, with stages, over the bare loop's; {@code watermark.overhead} is the stack's time with
 * stages over its time without.
 */
public final class EngineBenchmark {

    private static final int BLOCK = 64;
    private static final int WARM_UP = 4;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");
    private static final String PROMPT = "The history of the lighthouse begins long before the age of steam. In the";

    private final Engine engine;
    private final BareLoop bare;
    private final List<StageSpec> stages;

    private EngineBenchmark(Engine engine, BareLoop bare, List<StageSpec> stages) {
        this.engine = engine;
        this.bare = bare;
        this.stages = stages;
    }

    /**
     * Runs the benchmark; the native library is loaded into this process too.
     *
     * @param stages the stages on the path, whose factories are on the worker's class path
     * @param pairs how many pairs, 200 or more for a figure to report
     * @return the figures by name: medians, and the bounds of their 95 % intervals as {@code .lo} and {@code .hi}
     */
    public static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, List<StageSpec> stages, int pairs) {
        try (Engine engine = new WorkerEngine(settings, launcher);
                BareLoop bare = new BareLoop(settings)) {
            return new EngineBenchmark(engine, bare, stages).measure(pairs);
        }
    }

    private Map<String, Double> measure(int pairs) {
        for (int i = 0; i < WARM_UP; i++) {
            round(i);
        }
        List<double[]> rounds = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            rounds.add(round(i));
        }
        Map<String, Double> figures = new TreeMap<>();
        PairedRatios.of(rounds.stream().mapToDouble(arm -> arm[0] / arm[1])).addTo(figures, "engine.ratio");
        PairedRatios.of(rounds.stream().mapToDouble(arm -> arm[1] / arm[2])).addTo(figures, "watermark.overhead");
        PairedRatios.of(rounds.stream().mapToDouble(arm -> 1 / arm[1])).addTo(figures, "engine.tokens_per_second");
        PairedRatios.of(rounds.stream().mapToDouble(arm -> 1 / arm[0])).addTo(figures, "bare.tokens_per_second");
        figures.put("pairs", (double) pairs);
        return figures;
    }

    /** Seconds per token of the bare loop, of the stack with stages, and of the stack without. */
    private double[] round(int number) {
        double[] seconds = new double[3];
        for (int i = 0; i < seconds.length; i++) {
            int arm = (i + number) % seconds.length;
            seconds[arm] = switch (arm) {
                case 0 -> bare.secondsPerToken(PROMPT, BLOCK);
                case 1 -> stack(stages, number);
                default -> stack(List.of(), number);
            };
        }
        return seconds;
    }

    /** An answer that ends early is measured on another seed. */
    private double stack(List<StageSpec> specs, int number) {
        for (long seed = number; ; seed += 1_000_003) {
            GenerationRequest request = GenerationRequest.of(
                            SESSION, new Prompt.Text(PROMPT), Sampling.plain(seed), BLOCK + 1)
                    .withStages(specs);
            try (Generation generation = engine.generate(request)) {
                generation.next();
                long start = System.nanoTime();
                int tokens = 0;
                while (generation.next().isPresent()) {
                    tokens++;
                    if (tokens == BLOCK) {
                        return (System.nanoTime() - start) / 1e9 / tokens;
                    }
                }
            }
        }
    }
}
