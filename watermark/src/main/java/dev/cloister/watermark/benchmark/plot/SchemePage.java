package dev.cloister.watermark.benchmark.plot;

import dev.cloister.watermark.scheme.AppScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of {@link dev.cloister.watermark.benchmark.SchemeBenchmark} as one HTML file with nothing outside. */
public final class SchemePage {

    private static final List<Double> RATES = List.of(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1);
    private static final List<String> RATE_NAMES =
            List.of("1e-4", "3e-4", "1e-3", "3e-3", "1e-2", "3e-2", "1e-1", "3e-1");
    private static final List<Integer> LENGTHS = List.of(50, 100, 200);
    private static final List<Double> SHARES = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);

    private final Map<String, Double> figures;

    private SchemePage(Map<String, Double> figures) {
        this.figures = figures;
    }

    /**
     * The page.
     *
     * @param machine what it was measured on
     * @param commit of which version
     */
    public static String of(Map<String, Double> figures, String machine, String commit) {
        SchemePage page = new SchemePage(figures);
        return """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Marks of all schemes</title>
                <style>
                body { margin: 2rem auto; max-width: 1200px; padding: 0 1.5rem; font: 15px/1.5 sans-serif; color: #1c1c1a; background: #fbfaf6 }
                .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(520px, 1fr)); gap: 1.5rem }
                svg { background: #fff; border: 1px solid #dddad0; border-radius: 8px; width: 100%% }
                .grid { stroke: #e5e2d8 } .tick { font: 12px sans-serif; fill: #55534c } .title { font: bold 14px sans-serif; fill: #1c1c1a }
                table { border-collapse: collapse; background: #fff } th, td { padding: .35rem .7rem; border: 1px solid #dddad0; text-align: right } th:first-child { text-align: left }
                </style>
                <h1>Marks of all schemes</h1>
                <p>Answers of the default model at temperature 1, texts tokenised anew; human texts: presidential addresses. `./cloister bench watermark`, commit %s, %s.</p>
                <div class="plots">
                %s
                %s
                %s
                </div>
                <h2>After an attack: found at 1 %% of false alarms, 200 tokens</h2>
                %s
                </html>
                """.formatted(
                        commit,
                        machine,
                        page.roc().svg(),
                        page.power().svg(),
                        page.strength().svg(),
                        page.attacks());
    }

    private Chart roc() {
        return new Chart(
                "Found against false alarms, 50 tokens",
                new Chart.Axis("false alarms", List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0), true),
                new Chart.Axis("found", SHARES, false),
                schemes()
                        .map(scheme -> new Chart.Series(
                                scheme,
                                Stream.iterate(0, i -> i < RATES.size(), i -> i + 1)
                                        .flatMap(i -> value(scheme + ".roc50_at_" + RATE_NAMES.get(i))
                                                .map(found -> new Chart.Point(RATES.get(i), found))
                                                .stream())
                                        .toList()))
                        .toList());
    }

    private Chart power() {
        return new Chart(
                "Found against length, at 0.1 % of false alarms",
                new Chart.Axis("tokens", List.of(0.0, 50.0, 100.0, 150.0, 200.0), false),
                new Chart.Axis("found", SHARES, false),
                arms().map(arm -> new Chart.Series(
                                arm,
                                LENGTHS.stream()
                                        .flatMap(length -> value(arm + ".tpr" + length + "_at_01pct")
                                                .map(found -> new Chart.Point(length, found))
                                                .stream())
                                        .toList()))
                        .toList());
    }

    private Chart strength() {
        double plain = value("plain.nats").orElse(0.0);
        return new Chart(
                "Strength against cost",
                new Chart.Axis("nats a token more than unmarked", List.of(-0.2, 0.0, 0.2, 0.4, 0.6), false),
                new Chart.Axis("z per square root of a token", List.of(0.0, 1.0, 2.0, 3.0), false),
                arms().flatMap(arm -> value(arm + ".nats")
                                .flatMap(nats -> value(arm + ".effect_shift")
                                        .map(shift ->
                                                new Chart.Series(arm, List.of(new Chart.Point(nats - plain, shift)))))
                                .stream())
                        .toList());
    }

    private String attacks() {
        List<String> schemes = schemes().toList();
        String head = schemes.stream().map(scheme -> "<th>" + scheme + "</th>").collect(Collectors.joining());
        String rows = Stream.concat(Stream.of(""), attackNames().map(name -> name + "."))
                .map(attack -> "<tr><th>" + (attack.isEmpty() ? "none" : attack.substring(0, attack.length() - 1))
                        + "</th>"
                        + schemes.stream()
                                .map(scheme -> cell(scheme + "." + attack + "tpr200_at_1pct"))
                                .collect(Collectors.joining())
                        + "</tr>")
                .collect(Collectors.joining("\n"));
        return "<table><tr><th>attack</th>" + head + "</tr>\n" + rows + "</table>";
    }

    private Stream<String> attackNames() {
        String scheme = AppScheme.GREEN_LIST.code() + ".";
        String figure = ".tpr200_at_1pct";
        return figures.keySet().stream()
                .filter(name -> name.startsWith(scheme) && name.endsWith(figure))
                .map(name -> name.substring(scheme.length() - 1, name.length() - figure.length()))
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(1))
                .distinct();
    }

    private String cell(String figure) {
        return value(figure)
                .map(found -> String.format(
                        Locale.ROOT, "<td style=\"background: rgba(20, 81, 61, %.2f)\">%.3f</td>", 0.35 * found, found))
                .orElse("<td></td>");
    }

    private Optional<Double> value(String figure) {
        return Optional.ofNullable(figures.get(figure));
    }

    private static Stream<String> schemes() {
        return Arrays.stream(AppScheme.values()).map(AppScheme::code);
    }

    /** The schemes, and the default one's other strengths. */
    private Stream<String> arms() {
        TreeSet<String> strengths = figures.keySet().stream()
                .filter(name -> name.matches("green-list-[0-9.]+\\.nats"))
                .map(name -> name.substring(0, name.length() - ".nats".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        return Stream.concat(schemes(), strengths.stream());
    }
}
