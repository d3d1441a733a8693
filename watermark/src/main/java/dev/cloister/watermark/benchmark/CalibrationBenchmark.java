package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.benchmark.KeyedDetectors.Cost;
import dev.cloister.watermark.human.Windows;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.statistics.BinomialTail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often unmarked text has a small p-value. The p-value is that of one window and one key without correction, ties
 * decided by lot, so that it should be uniform. Figures, shares with a 95 % Clopper-Pearson interval:
 *
 * <ul>
 *   <li>{@code SCHEME.fpr50_at_nominal_1pct}, {@code .fpr100_..}, {@code .fpr200_..}, {@code .._01pct}: human windows of
 *       that length, each with one or more of {@code SCHEME.calibration_keys} keys; where keys are cheap a key meets one
 *       or a few windows, so that results are independent although the windows share phrases
 *   <li>{@code SCHEME.negatives50} and so on: how many pairs of window and key those are; {@code .distinct50} how many
 *       distinct windows
 *   <li>{@code SCHEME.fpr_pooled_at_nominal_1pct}: the figure of 200 tokens again
 *   <li>{@code SCHEME.fpr_worst_key_at_nominal_1pct}: of some keys that meet the same windows of 200 tokens, the one that
 *       finds most; {@code .fpr_worst_key_quantile}: what the worst of so many exceeds once in twenty times if windows
 *       were independent
 * </ul>
 *
 * <p>{@code fpr.} repeats the figures of the default scheme.
 */
public final class CalibrationBenchmark {

    private static final Map<String, Double> POINTS = Map.of("1pct", 0.01, "01pct", 0.001);
    private static final double NOMINAL = 0.01;
    private static final double UNLUCK = 0.05;

    private final Plan plan;
    private final Map<String, Double> figures = new TreeMap<>();

    /**
     * How much to measure.
     *
     * @param negatives at least so many pairs of window and key at each length, and every window that there is
     * @param keys among which those pairs are spread where keys are dear; else each pair has a key of its own, as far as
     *     that goes
     * @param worstOf keys of which the worst is looked for
     * @param windowsOfWorst windows that each of those meets
     */
    public record Plan(int negatives, int keys, int worstOf, int windowsOfWorst) {}

    CalibrationBenchmark(Plan plan) {
        this.plan = plan;
    }

    /** All schemes but those by topic. */
    public static Map<String, Double> run(Engine engine, Plan plan, List<String> humanTexts) {
        List<int[]> human = humanTexts.stream().map(engine::tokenize).toList();
        BenchmarkSchemes schemes = new BenchmarkSchemes(engine, human);
        CalibrationBenchmark benchmark = new CalibrationBenchmark(plan);
        Stream.concat(
                        schemes.onTokens().stream().map(BenchmarkSchemes.OnTokens::detectors),
                        Stream.of(BenchmarkSchemes.sentenceChoice()))
                .forEach(detectors -> {
                    if (detectors.cost() == Cost.BY_MODEL) {
                        schemes.entropies()
                                .remember(
                                        Windows.of(human, SchemeBenchmark.LONGEST, benchmark.windowsByModel()),
                                        SchemeBenchmark.LENGTHS);
                    }
                    benchmark.measure(
                            detectors, human, detectors.cost() == Cost.BY_MODEL ? plan.keys() : plan.negatives());
                });
        benchmark.repeatDefault();
        return benchmark.figures;
    }

    /** With as many keys as the plan has, for schemes whose keys are dear to make. */
    void measure(KeyedDetectors detectors, List<int[]> human) {
        measure(detectors, human, plan.keys());
    }

    /** @param human tokens of each text */
    private void measure(KeyedDetectors detectors, List<int[]> human, int numberOfKeys) {
        List<Detector> keys = detectors.first(numberOfKeys);
        for (int length : SchemeBenchmark.LENGTHS) {
            pooled(detectors, keys, windows(detectors.cost(), human, length), length);
        }
        worst(detectors, keys.subList(0, Math.min(plan.worstOf(), keys.size())), human);
    }

    Map<String, Double> figures() {
        return figures;
    }

    private void pooled(KeyedDetectors detectors, List<Detector> keys, List<int[]> windows, int length) {
        String name = detectors.name();
        int wanted = detectors.cost() == Cost.DEAR ? windows.size() : plan.negatives();
        int times = Math.clamp(Math.ceilDiv(wanted, windows.size()), 1, keys.size());
        double[] pValues = IntStream.range(0, windows.size())
                .parallel()
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, times)
                        .mapToDouble(time -> keys.get((i + time * keys.size() / times) % keys.size())
                                .plain(windows.get(i))))
                .toArray();
        POINTS.forEach(
                (point, rate) -> Shares.put(figures, name + ".fpr" + length + "_at_nominal_" + point, pValues, rate));
        figures.put(name + ".negatives" + length, (double) pValues.length);
        figures.put(name + ".distinct" + length, (double) windows.size());
        figures.put(name + ".calibration_keys", (double) keys.size());
        if (length == SchemeBenchmark.LONGEST) {
            Shares.put(figures, name + ".fpr_pooled_at_nominal_1pct", pValues, NOMINAL);
        }
    }

    private void worst(KeyedDetectors detectors, List<Detector> keys, List<int[]> human) {
        List<int[]> windows = Windows.of(
                human,
                SchemeBenchmark.LONGEST,
                detectors.cost() == Cost.CHEAP
                        ? plan.windowsOfWorst()
                        : Math.min(windowsByModel(), plan.windowsOfWorst()));
        List<double[]> byKey = new ArrayList<>();
        for (Detector key : keys) {
            byKey.add(windows.parallelStream().mapToDouble(key::plain).toArray());
        }
        double[] worst = byKey.stream()
                .max((one, other) -> Double.compare(Shares.of(one, NOMINAL), Shares.of(other, NOMINAL)))
                .orElseThrow();
        Shares.put(figures, detectors.name() + ".fpr_worst_key_at_nominal_1pct", worst, NOMINAL);
        figures.put(detectors.name() + ".fpr_worst_key_quantile", quantile(windows.size(), keys.size()));
    }

    /** The share that the largest of so many binomial counts exceeds with a probability of at most one in twenty. */
    static double quantile(int windows, int keys) {
        int count = 0;
        while (1 - Math.pow(1 - Math.exp(BinomialTail.logAtLeast(windows, count + 1, NOMINAL)), keys) > UNLUCK) {
            count++;
        }
        return (double) count / windows;
    }

    /** Every window where that is affordable; else fewer of the longer ones, or the same few at each length. */
    private List<int[]> windows(Cost cost, List<int[]> human, int length) {
        int shortest = SchemeBenchmark.LENGTHS.getFirst();
        return switch (cost) {
            case CHEAP -> Windows.of(human, length, Integer.MAX_VALUE);
            case DEAR -> Windows.of(human, length, length == shortest ? plan.negatives() : plan.negatives() / 10);
            case BY_MODEL ->
                Windows.of(human, SchemeBenchmark.LONGEST, windowsByModel()).stream()
                        .map(window -> Arrays.copyOf(window, length))
                        .toList();
        };
    }

    /** So few that each must meet every key. */
    private int windowsByModel() {
        return Math.ceilDiv(plan.negatives(), plan.keys());
    }

    private void repeatDefault() {
        String standard = AppScheme.DEFAULT.code() + ".fpr_";
        Map<String, Double> repeated = new TreeMap<>();
        figures.forEach((name, value) -> {
            if (name.startsWith(standard)) {
                repeated.put("fpr." + name.substring(standard.length()), value);
            }
        });
        figures.putAll(repeated);
    }
}
