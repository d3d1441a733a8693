package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.benchmark.PairedRatios;
import dev.cloister.watermark.scheme.AppScheme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What marking costs in time: {@code SCHEME.generate_overhead}, the time of a block of tokens with the mark over that of
 * one without, on the real model at temperature 1, one answer at a time. Median of paired blocks in alternating order,
 * with the distribution-free 95 % interval; {@code generate.overhead} repeats the default scheme's. The prompt is not
 * counted.
 */
public final class OverheadBenchmark {

    private static final int BLOCK = 48;
    private static final int WARM_UP = 2;
    private static final long OTHER_SEED = 1_000_003;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");
    private static final String PROMPT = "The history of the lighthouse begins long before the age of steam. In the";

    private final Engine engine;
    private final Plan plan;

    /**
     * How much to measure.
     *
     * @param pairs of each scheme
     * @param defaultPairs of the default scheme
     */
    public record Plan(int pairs, int defaultPairs) {}

    public OverheadBenchmark(Engine engine, Plan plan) {
        this.engine = engine;
        this.plan = plan;
    }

    /** All schemes that mark tokens, but those by topic. */
    public Map<String, Double> run(List<String> humanTexts) {
        List<int[]> human = humanTexts.stream().map(engine::tokenize).toList();
        Map<String, Double> figures = new TreeMap<>();
        for (BenchmarkSchemes.OnTokens scheme : new BenchmarkSchemes(engine, human).onTokens()) {
            boolean isDefault = scheme.name().equals(AppScheme.DEFAULT.code());
            PairedRatios overhead = overhead(scheme.stage().apply(0), isDefault ? plan.defaultPairs() : plan.pairs());
            overhead.addTo(figures, scheme.name() + ".generate_overhead");
            if (isDefault) {
                overhead.addTo(figures, "generate.overhead");
            }
        }
        figures.put("overhead.pairs", (double) plan.pairs());
        figures.put("overhead.default_pairs", (double) plan.defaultPairs());
        return figures;
    }

    /** Of one mark. */
    PairedRatios overhead(StageSpec mark, int pairs) {
        IntStream.range(0, WARM_UP).forEach(number -> ratio(mark, number));
        return PairedRatios.of(IntStream.range(0, pairs).mapToDouble(number -> ratio(mark, number)));
    }

    private double ratio(StageSpec mark, int number) {
        boolean markFirst = number % 2 == 0;
        double first = seconds(markFirst ? List.of(mark) : List.of(), number);
        double second = seconds(markFirst ? List.of() : List.of(mark), number);
        return markFirst ? first / second : second / first;
    }

    /** Of a block; an answer that ends early is measured on another seed. */
    private double seconds(List<StageSpec> stages, long seed) {
        OptionalDouble seconds = block(stages, seed);
        for (long next = seed + OTHER_SEED; seconds.isEmpty(); next += OTHER_SEED) {
            seconds = block(stages, next);
        }
        return seconds.getAsDouble();
    }

    /** From the arrival of the first token, which comes of the prompt's own step, to that of the last. */
    private OptionalDouble block(List<StageSpec> stages, long seed) {
        GenerationRequest request = GenerationRequest.of(
                        SESSION, new Prompt.Text(PROMPT), Sampling.plain(seed), BLOCK + 1)
                .withStages(stages);
        try (Generation generation = engine.generate(request)) {
            boolean whole = hasText(generation.next());
            long start = System.nanoTime();
            for (int i = 0; whole && i < BLOCK; i++) {
                whole = hasText(generation.next());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            // The worker is idle again before the next block begins.
            return whole && generation.next().isEmpty() ? OptionalDouble.of(seconds) : OptionalDouble.empty();
        }
    }

    /** A token that brings no text waited for the next one, so that its arrival is no step's end. */
    private static boolean hasText(Optional<GeneratedToken> token) {
        return token.filter(one -> !one.text().isEmpty()).isPresent();
    }
}
