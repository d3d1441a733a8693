package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.attack.Attack;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.statistics.Evidence;
import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One scheme with its keys. Figures begin with its name. */
final class SchemeArm {

    private static final double NOMINAL = 0.01;

    /** A text with a p-value of 1 is never found, also where hardly any human text has a smaller one. */
    private static final double SURE = Math.nextDown(1.0);

    private static final Map<String, Double> POINTS = Map.of("1pct", 0.01, "01pct", 0.001);
    private static final List<String> RATES = List.of("1e-4", "3e-4", "1e-3", "3e-3", "1e-2", "3e-2", "1e-1", "3e-1");

    private final Engine engine;
    private final String name;
    private final List<Detector> detectors;
    private final List<int[]> human;
    private final Map<String, Double> thresholds = new TreeMap<>();
    private double[] shortest = {};

    /** @param human windows of human text, each as long as the longest answer */
    SchemeArm(Engine engine, String name, List<Detector> detectors, List<int[]> human) {
        this.engine = engine;
        this.name = name;
        this.detectors = List.copyOf(detectors);
        this.human = human;
    }

    /** Sets the thresholds by half of the keys, and measures them by the other. */
    void falsePositives(Map<String, Double> figures, List<Integer> lengths) {
        int half = detectors.size() / 2;
        for (int length : lengths) {
            double[] first = pValues(detectors.subList(0, half), length);
            double[] second = pValues(detectors.subList(half, detectors.size()), length);
            if (length == lengths.getFirst()) {
                shortest = DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
                        .sorted()
                        .toArray();
            }
            Arrays.sort(first);
            POINTS.forEach((point, rate) -> {
                double threshold = Math.min(first[Math.max(0, (int) (first.length * rate) - 1)], SURE);
                thresholds.put(length + point, threshold);
                Shares.put(figures, name + ".fpr" + length + "_at_" + point, second, threshold);
            });
        }
        figures.put(name + ".threshold_negatives", (double) half * human.size());
    }

    /** The answers at the thresholds, and at a plain p-value of 1 %. */
    void truePositives(Map<String, Double> figures, AnswerGenerator.Written written, List<Integer> lengths) {
        truePositives(figures, name, written, lengths);
    }

    /** @param figure what the figures begin with, for answers that were marked in another way than the arm's */
    void truePositives(
            Map<String, Double> figures, String figure, AnswerGenerator.Written written, List<Integer> lengths) {
        for (int length : lengths) {
            double[] pValues = written.answers().stream()
                    .mapToDouble(one -> detector(one).pValue(List.of(Arrays.copyOf(one.tokens(), length))))
                    .toArray();
            if (length == lengths.getFirst()) {
                RATES.forEach(rate -> Shares.put(
                        figures,
                        figure + ".roc" + length + "_at_" + rate,
                        pValues,
                        Math.min(shortest[Math.max(0, (int) (shortest.length * Double.parseDouble(rate)) - 1)], SURE)));
            }
            POINTS.keySet()
                    .forEach(point -> Shares.put(
                            figures, figure + ".tpr" + length + "_at_" + point, pValues, threshold(length + point)));
            double[] plain = written.answers().stream()
                    .mapToDouble(one -> detector(one).plain(Arrays.copyOf(one.tokens(), length)))
                    .toArray();
            Shares.put(figures, figure + ".tpr" + length + "_at_nominal_1pct", plain, NOMINAL);
        }
    }

    void attacked(Map<String, Double> figures, AnswerGenerator.Written written, List<Attack> attacks) {
        for (Attack attack : attacks) {
            double[] pValues = written.answers().stream()
                    .mapToDouble(one -> {
                        String text = attack.change().apply(text(one), new SplittableRandom(one.number()));
                        return detector(one).pValue(tokens(text));
                    })
                    .toArray();
            String figure = name + "." + attack.name() + ".tpr200_";
            Shares.put(figures, figure + "at_1pct", pValues, threshold("2001pct"));
            Shares.put(figures, figure + "verdict", pValues, MarkSearch.SIGNIFICANCE);
        }
    }

    /** Every answer with the keys that did not mark it: another tenant's. */
    void otherKeys(Map<String, Double> figures, AnswerGenerator.Written written) {
        double[] pValues = written.answers().stream()
                .flatMapToDouble(one -> IntStream.range(0, detectors.size())
                        .filter(key -> key != one.number() % detectors.size())
                        .mapToDouble(key -> detectors.get(key).plain(one.tokens())))
                .toArray();
        Shares.put(figures, name + ".other_keys_at_nominal_1pct", pValues, NOMINAL);
    }

    /** What the answers show by the keys that marked them. */
    List<Evidence> evidence(AnswerGenerator.Written written) {
        return written.answers().stream()
                .flatMap(one -> detector(one).evidence(one.tokens()).stream())
                .toList();
    }

    private double threshold(String point) {
        return Optional.ofNullable(thresholds.get(point)).orElseThrow();
    }

    private double[] pValues(List<Detector> some, int length) {
        return some.stream()
                .flatMapToDouble(detector -> Arrays.stream(human.parallelStream()
                        .mapToDouble(window -> detector.pValue(List.of(Arrays.copyOf(window, length))))
                        .toArray()))
                .toArray();
    }

    private Detector detector(AnswerGenerator.Written.One one) {
        return detectors.get(one.number() % detectors.size());
    }

    private String text(AnswerGenerator.Written.One one) {
        return Pieces.text(engine, one.tokens());
    }

    private List<int[]> tokens(String text) {
        return Readings.of(text).stream()
                .map(Reading::text)
                .map(engine::tokenize)
                .toList();
    }
}
