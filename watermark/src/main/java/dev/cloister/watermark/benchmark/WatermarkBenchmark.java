package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.Verdict;
import dev.cloister.watermark.detect.WindowTest;
import dev.cloister.watermark.human.Windows;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.ClopperPearson;
import dev.cloister.watermark.statistics.Effect;
import dev.cloister.watermark.statistics.Evidence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How well the mark is found on answers of the real model, and how rarely on human text.
 *
 * <p>A text counts as found here when its p-value for one key is at most 1 %, the field's usual working point; the
 * product's own verdict is stricter ({@link MarkSearch#SIGNIFICANCE}). Figures, the shares with {@code .lo} and {@code
 * .hi} of a 95 % Clopper-Pearson interval (for {@code fpr} it treats the keys' results on one window as independent):
 *
 * <ul>
 *   <li>{@code watermark.tpr_at_1pct}: share of marked answers found
 *   <li>{@code watermark.fpr}: share of (human window, key) pairs found
 *   <li>{@code watermark.tpr_verdict}: share of marked answers whose verdict is "marked"
 *   <li>{@code watermark.fpr_plain_answers}: share of (unmarked answer, key) pairs found
 *   <li>{@code watermark.fpr_verdict}: share of (human window, key) pairs whose verdict is "marked"
 *   <li>{@code watermark.nats_marked}, {@code watermark.nats_plain}: mean negative log-probability per token under the
 *       unmarked model; their difference is what the mark costs
 *   <li>{@code watermark.effect_shift}, {@code .effect_spread}: how strongly the mark shows; see {@link Effect}
 *   <li>{@code watermark.answers}, {@code .answers_too_short}, {@code .human_windows}, {@code .keys}: how much was seen
 * </ul>
 */
public final class WatermarkBenchmark {

    private static final AppScheme SCHEME = AppScheme.DEFAULT;
    private static final double WORKING_POINT = 0.01;
    private static final double CONFIDENCE = 0.95;
    private static final int FEWEST_WINDOWS = 200;

    private final Engine engine;
    private final Plan plan;

    /**
     * How much to measure.
     *
     * @param answers how many marked and as many unmarked answers to generate
     * @param tokens length of each answer and window
     * @param humanWindows most windows of human text to use
     * @param keys how many keys to try on each human window
     */
    public record Plan(int answers, int tokens, int humanWindows, int keys) {}

    public WatermarkBenchmark(Engine engine, Plan plan) {
        this.engine = engine;
        this.plan = plan;
    }

    /**
     * Runs the benchmark; with the default plan it takes minutes.
     *
     * @param humanTexts ordinary prose, enough for 200 windows
     */
    public Map<String, Double> run(List<String> humanTexts) {
        List<int[]> human =
                Windows.of(humanTexts.stream().map(engine::tokenize).toList(), plan.tokens(), plan.humanWindows());
        if (human.size() < Math.min(FEWEST_WINDOWS, plan.humanWindows())) {
            throw new WatermarkException(
                    Code.BENCHMARK_TEXT_TOO_SHORT,
                    "The human text holds only " + human.size() + " windows of " + plan.tokens()
                            + " tokens; give at least " + FEWEST_WINDOWS + ".");
        }
        List<MarkKey> keys = keys();
        MarkKey key = keys.getFirst();
        MarkedArms arms = new AnswerGenerator(engine, plan.tokens()).generate(plan.answers(), SCHEME.stage(key));
        if (arms.marked().isEmpty() || arms.plain().isEmpty()) {
            throw new WatermarkException(
                    Code.BENCHMARK_TEXT_TOO_SHORT,
                    "No answer of the model reached " + plan.tokens() + " tokens; ask for fewer.");
        }
        Map<String, Double> figures = new TreeMap<>();
        List<Tried> onMarked = tried(arms.marked(), List.of(key));
        share(figures, "watermark.tpr_at_1pct", onMarked, Tried::found);
        share(figures, "watermark.tpr_verdict", onMarked, Tried::marked);
        List<Tried> onHuman = tried(human, keys);
        share(figures, "watermark.fpr", onHuman, Tried::found);
        share(figures, "watermark.fpr_verdict", onHuman, Tried::marked);
        share(figures, "watermark.fpr_plain_answers", tried(arms.plain(), keys), Tried::found);
        Effect effect = Effect.measured(evidence(SCHEME.with(key), arms.marked()));
        figures.put("watermark.effect_shift", effect.shift());
        figures.put("watermark.effect_spread", effect.spread());
        figures.put("watermark.nats_marked", arms.markedNats());
        figures.put("watermark.nats_plain", arms.plainNats());
        figures.put("watermark.answers", (double) arms.marked().size());
        figures.put("watermark.answers_too_short", (double) arms.tooShort());
        figures.put("watermark.human_windows", (double) human.size());
        figures.put("watermark.keys", (double) keys.size());
        return figures;
    }

    private static List<Evidence> evidence(MarkScheme scheme, List<int[]> texts) {
        return texts.stream().map(scheme::score).toList();
    }

    private List<MarkKey> keys() {
        return IntStream.range(0, plan.keys())
                .mapToObj(number -> BenchmarkKeys.of(SCHEME.code(), number))
                .toList();
    }

    /**
     * A text with a key.
     *
     * @param found by the field's working point
     * @param marked by the product's verdict
     */
    private record Tried(boolean found, boolean marked) {}

    /** Each text with each key by itself. */
    private List<Tried> tried(List<int[]> texts, List<MarkKey> keys) {
        return keys.stream()
                .map(key -> new Candidate(key.id(), SCHEME.with(key), SCHEME.effect()))
                .flatMap(candidate -> {
                    MarkSearch search = new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE);
                    return texts.stream()
                            .map(text -> new Tried(
                                    WindowTest.pValue(text, candidate) <= WORKING_POINT,
                                    search.search(text).verdict() == Verdict.MARKED));
                })
                .toList();
    }

    private static <T> void share(Map<String, Double> figures, String name, List<T> detections, Predicate<T> counts) {
        int count = (int) detections.stream().filter(counts).count();
        ClopperPearson.Interval interval = ClopperPearson.of(count, detections.size(), CONFIDENCE);
        figures.put(name, (double) count / detections.size());
        figures.put(name + ".lo", interval.low());
        figures.put(name + ".hi", interval.high());
    }
}
