package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.attack.Attack;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.WindowTest;
import dev.cloister.watermark.statistics.Evidence;
import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** One scheme with its keys. */
final class SchemeArm {

    private static final double NOMINAL = 0.01;
    private static final Map<String, Double> POINTS = Map.of("1pct", 0.01, "01pct", 0.001);

    private final Engine engine;
    private final List<Candidate> candidates;
    private final List<int[]> human;
    private final Map<String, Double> thresholds = new TreeMap<>();

    SchemeArm(Engine engine, List<Candidate> candidates, List<int[]> human) {
        this.engine = engine;
        this.candidates = candidates;
        this.human = human;
    }

    /** Sets the thresholds by half of the keys, and measures them by the other. */
    void falsePositives(Map<String, Double> figures, String name, List<Integer> lengths) {
        int half = candidates.size() / 2;
        for (int length : lengths) {
            double[] first = pValues(candidates.subList(0, half), length);
            double[] second = pValues(candidates.subList(half, candidates.size()), length);
            Arrays.sort(first);
            POINTS.forEach((point, rate) -> {
                double threshold = first[Math.max(0, (int) (first.length * rate) - 1)];
                thresholds.put(length + point, threshold);
                Shares.put(figures, name + ".fpr" + length + "_at_" + point, second, threshold);
            });
        }
        int longest = lengths.getLast();
        List<double[]> byKey = candidates.stream()
                .map(candidate -> human.parallelStream()
                        .mapToDouble(window -> WindowTest.pValue(Arrays.copyOf(window, longest), candidate))
                        .toArray())
                .toList();
        double[] pooled = byKey.stream().flatMapToDouble(Arrays::stream).toArray();
        Shares.put(figures, name + ".fpr_pooled_at_nominal_1pct", pooled, NOMINAL);
        double[] worst = byKey.stream()
                .max((one, other) -> Double.compare(Shares.of(one, NOMINAL), Shares.of(other, NOMINAL)))
                .orElseThrow();
        Shares.put(figures, name + ".fpr_worst_key_at_nominal_1pct", worst, NOMINAL);
    }

    void truePositives(
            Map<String, Double> figures, String name, AnswerGenerator.Written written, List<Integer> lengths) {
        for (int length : lengths) {
            double[] pValues = written.answers().stream()
                    .mapToDouble(one -> search(one)
                            .search(Arrays.copyOf(one.tokens(), length))
                            .pValue())
                    .toArray();
            POINTS.keySet()
                    .forEach(point -> Shares.put(
                            figures, name + ".tpr" + length + "_at_" + point, pValues, threshold(length + point)));
        }
    }

    void attacked(Map<String, Double> figures, String name, AnswerGenerator.Written written, List<Attack> attacks) {
        for (Attack attack : attacks) {
            double[] pValues = written.answers().stream()
                    .mapToDouble(one -> {
                        String text = attack.change().apply(text(one), new SplittableRandom(one.number()));
                        return search(one).search(tokens(text)).pValue();
                    })
                    .toArray();
            String figure = name + "." + attack.name() + ".tpr200_";
            Shares.put(figures, figure + "at_1pct", pValues, threshold("2001pct"));
            Shares.put(figures, figure + "verdict", pValues, MarkSearch.SIGNIFICANCE);
        }
    }

    /** What the answers show by the keys that marked them. */
    List<Evidence> evidence(AnswerGenerator.Written written) {
        return written.answers().stream()
                .map(one -> candidate(one).scheme().score(one.tokens()))
                .toList();
    }

    private double threshold(String point) {
        return Optional.ofNullable(thresholds.get(point)).orElseThrow();
    }

    private double[] pValues(List<Candidate> some, int length) {
        return some.stream()
                .flatMapToDouble(candidate -> {
                    MarkSearch search = new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE);
                    DoubleStream all = human.parallelStream()
                            .mapToDouble(window ->
                                    search.search(Arrays.copyOf(window, length)).pValue());
                    return Arrays.stream(all.toArray());
                })
                .toArray();
    }

    private MarkSearch search(AnswerGenerator.Written.One one) {
        return new MarkSearch(List.of(candidate(one)), MarkSearch.SIGNIFICANCE);
    }

    private Candidate candidate(AnswerGenerator.Written.One one) {
        return candidates.get(one.number() % candidates.size());
    }

    private String text(AnswerGenerator.Written.One one) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        engine.pieces(one.tokens()).forEach(bytes::writeBytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<int[]> tokens(String text) {
        return Readings.of(text).stream()
                .map(Reading::text)
                .map(engine::tokenize)
                .toList();
    }
}
