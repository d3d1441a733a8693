package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well marks are found in answers at other temperatures: the lower, the less is left to choose. Figures, shares with a
 * 95 % Clopper-Pearson interval:
 *
 * <ul>
 *   <li>{@code SCHEME.temperature0.5.tpr200_at_nominal_1pct} and so on: answers with a plain p-value of at most 1 % for the
 *       key that marked them
 *   <li>{@code SCHEME.temperature0.5.nats}, {@code .distinct2}, {@code .answers}, {@code .effect_shift}, {@code
 *       .effect_spread}: as of {@link SchemeBenchmark}
 * </ul>
 */
public final class TemperatureBenchmark {

    private static final double NOMINAL = 0.01;

    private final AnswerGenerator generator;
    private final Plan plan;

    /**
     * How much to measure.
     *
     * @param temperatures of each scheme
     * @param answers at each temperature
     * @param keys which take turns
     */
    public record Plan(Map<AppScheme, List<Double>> temperatures, int answers, int keys) {

        public Plan {
            temperatures = Map.copyOf(temperatures);
        }
    }

    public TemperatureBenchmark(Engine engine, Plan plan) {
        this.generator = new AnswerGenerator(engine, SchemeBenchmark.LONGEST);
        this.plan = plan;
    }

    public Map<String, Double> run() {
        Map<String, Double> figures = new TreeMap<>();
        plan.temperatures()
                .forEach((scheme, temperatures) ->
                        temperatures.forEach(temperature -> measure(figures, scheme, temperature)));
        return figures;
    }

    private void measure(Map<String, Double> figures, AppScheme scheme, double temperature) {
        String name = scheme.code() + ".temperature" + temperature;
        BenchmarkSchemes.OnTokens marks = BenchmarkSchemes.ofApp(scheme);
        List<Detector> detectors = marks.detectors().first(plan.keys());
        AnswerGenerator.Written written = generator.write(
                plan.answers(),
                number -> generator.answer(
                        number,
                        Sampling.plain(number).withTemperature(temperature),
                        List.of(marks.stage().apply(number % plan.keys()))));
        for (int length : SchemeBenchmark.LENGTHS) {
            double[] pValues = written.answers().stream()
                    .mapToDouble(
                            one -> detectors.get(one.number() % plan.keys()).plain(Arrays.copyOf(one.tokens(), length)))
                    .toArray();
            Shares.put(figures, name + ".tpr" + length + "_at_nominal_1pct", pValues, NOMINAL);
        }
        WritingCost.put(figures, name, written);
        List<Evidence> evidence = written.answers().stream()
                .flatMap(one -> detectors.get(one.number() % plan.keys()).evidence(one.tokens()).stream())
                .toList();
        WritingCost.putEffect(figures, name, evidence);
    }
}
