package dev.cloister.watermark.benchmark.plot;

import dev.cloister.watermark.scheme.AppScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The figures of the marks' benchmarks as one HTML file with nothing outside. */
public final class SchemePage {

    private static final List<Double> RATES = List.of(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1);
    private static final List<String> RATE_NAMES =
            List.of("1e-4", "3e-4", "1e-3", "3e-3", "1e-2", "3e-2", "1e-1", "3e-1");
    private static final List<Integer> LENGTHS = List.of(50, 100, 200);
    private static final List<Double> SHARES = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    private static final String FOUND = ".tpr200_at_1pct";
    private static final Pattern SCHEME = Pattern.compile("([a-z0-9-]+)\\.tpr200_at_1pct");
    private static final Pattern SIZE = Pattern.compile("tournament-[0-9]+x[0-9]+");

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
                :root { color-scheme: light dark; --ink: #1c1c1a; --soft: #55534c; --page: #fbfaf6; --paper: #fff; --line: #dddad0; --grid: #e5e2d8; --mark: 20, 81, 61;
                  --c0: #14513d; --c1: #b4561f; --c2: #33608f; --c3: #8a3a72; --c4: #7a6a1d; --c5: #3d3d3d; --c6: #2f8f83 }
                @media (prefers-color-scheme: dark) {
                  :root { --ink: #eceae3; --soft: #b3b0a6; --page: #171815; --paper: #1f211d; --line: #3b3d37; --grid: #30322c; --mark: 92, 184, 148;
                    --c0: #5cb894; --c1: #e8965f; --c2: #7fb0e0; --c3: #d489bd; --c4: #cdbb5e; --c5: #c9c9c4; --c6: #7adccf } }
                body { margin: 2rem auto; max-width: 1240px; padding: 0 1.5rem; font: 15px/1.5 sans-serif; color: var(--ink); background: var(--page) }
                .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(520px, 100%%), 1fr)); gap: 1.5rem }
                svg { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; width: 100%% }
                .grid { stroke: var(--grid) } .tick { font: 12px sans-serif; fill: var(--soft) } .title { font: bold 14px sans-serif; fill: var(--ink) }
                .series polyline { fill: none; stroke-width: 2; stroke: var(--c) } .series circle, .series rect, .series path { fill: var(--c) } .second polyline { stroke-dasharray: 5 3 }
                .c0 { --c: var(--c0) } .c1 { --c: var(--c1) } .c2 { --c: var(--c2) } .c3 { --c: var(--c3) } .c4 { --c: var(--c4) } .c5 { --c: var(--c5) } .c6 { --c: var(--c6) }
                .wide { overflow-x: auto } table { border-collapse: collapse; background: var(--paper); font-size: 12px }
                th, td { padding: .25rem .4rem; border: 1px solid var(--line); text-align: right } th:first-child { text-align: left }
                </style>
                <h1>Marks of all schemes</h1>
                <p>Answers of the default model at temperature 1, texts tokenised anew; human texts: presidential addresses. `./cloister bench watermark`, commit %s, %s.</p>
                <div class="plots">
                %s
                %s
                %s
                %s
                %s
                </div>
                <h2>False alarms in human texts</h2>
                <p>Plain p-values of one key, ties decided by lot. The worst of some keys on the same windows stands beside what the worst of so many exceeds once in twenty times by chance.</p>
                %s
                <h2>After an attack: found at 1 %% of false alarms, 200 tokens</h2>
                %s
                %s
                </html>
                """.formatted(
                        commit,
                        machine,
                        page.roc("Found against false alarms, 50 tokens", page::first),
                        page.roc("The same: other schemes", page::second),
                        page.power("Found against length, at 0.1 % of false alarms", page::first),
                        page.power("The same: other schemes, other sizes of tournaments", page::second),
                        page.strength().svg(),
                        page.calibration(),
                        page.attacks(),
                        page.models());
    }

    /** Those that an app can choose, and those by topic. */
    private boolean first(String scheme) {
        return AppScheme.named(scheme).isPresent() || scheme.equals("topic") || scheme.startsWith("tbw");
    }

    private boolean second(String scheme) {
        return !first(scheme);
    }

    private String roc(String title, Predicate<String> which) {
        return new Chart(
                        title,
                        new Chart.Axis("false alarms", List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0), true),
                        new Chart.Axis("found", SHARES, false),
                        schemes()
                                .filter(which)
                                .map(scheme -> new Chart.Series(
                                        scheme,
                                        IntStream.range(0, RATES.size())
                                                .boxed()
                                                .flatMap(i -> value(scheme + ".roc50_at_" + RATE_NAMES.get(i))
                                                        .map(found -> new Chart.Point(RATES.get(i), found))
                                                        .stream())
                                                .toList()))
                                .toList())
                .svg();
    }

    private String power(String title, Predicate<String> which) {
        return new Chart(
                        title,
                        new Chart.Axis("tokens", List.of(0.0, 50.0, 100.0, 150.0, 200.0), false),
                        new Chart.Axis("found", SHARES, false),
                        Stream.concat(schemes(), sizes())
                                .filter(which)
                                .map(arm -> new Chart.Series(
                                        arm,
                                        LENGTHS.stream()
                                                .flatMap(length -> value(arm + ".tpr" + length + "_at_01pct")
                                                        .map(found -> new Chart.Point(length, found))
                                                        .stream())
                                                .toList()))
                                .toList())
                .svg();
    }

    private Chart strength() {
        double plain = value("plain.nats").orElse(0.0);
        return new Chart(
                "Strength against cost",
                new Chart.Axis(
                        "nats a token more than unmarked",
                        List.of(-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6),
                        false),
                new Chart.Axis("z per square root of a token", List.of(0.0, 1.0, 2.0, 3.0), false),
                Stream.concat(schemes(), sizes())
                        .flatMap(arm -> value(arm + ".nats")
                                .flatMap(nats -> value(arm + ".effect_shift")
                                        .map(shift ->
                                                new Chart.Series(arm, List.of(new Chart.Point(nats - plain, shift)))))
                                .stream())
                        .toList());
    }

    private String calibration() {
        List<String> columns = List.of(
                "fpr50_at_nominal_1pct",
                "fpr100_at_nominal_1pct",
                "fpr200_at_nominal_1pct",
                "fpr200_at_nominal_01pct",
                "fpr_worst_key_at_nominal_1pct",
                "fpr_worst_key_quantile",
                "other_keys_at_nominal_1pct",
                "generate_overhead");
        String head = Stream.of(
                        "scheme",
                        "1 %, 50 tokens",
                        "1 %, 100",
                        "1 %, 200",
                        "0.1 %, 200",
                        "1 %, worst key",
                        "by chance",
                        "answers, other keys",
                        "time to generate")
                .map("<th>%s</th>"::formatted)
                .collect(Collectors.joining());
        String rows = schemes()
                .map(scheme -> "<tr><th>" + scheme + "</th>"
                        + columns.stream()
                                .map(column -> plainCell(scheme + "." + column, column.startsWith("generate")))
                                .collect(Collectors.joining())
                        + "</tr>")
                .collect(Collectors.joining("\n"));
        return "<div class=\"wide\"><table><thead><tr>" + head + "</tr></thead>\n" + rows + "</table></div>";
    }

    private String attacks() {
        List<String> schemes = schemes().toList();
        String head = schemes.stream().map(scheme -> "<th>" + scheme + "</th>").collect(Collectors.joining());
        String rows = Stream.concat(Stream.of(""), attackNames().map(name -> name + "."))
                .map(attack -> "<tr><th>" + (attack.isEmpty() ? "none" : attack.substring(0, attack.length() - 1))
                        + "</th>"
                        + schemes.stream()
                                .map(scheme -> cell(scheme + "." + attack + FOUND.substring(1)))
                                .collect(Collectors.joining())
                        + "</tr>")
                .collect(Collectors.joining("\n"));
        return "<div class=\"wide\"><table><thead><tr><th>attack</th>" + head + "</tr></thead>\n" + rows
                + "</table></div>";
    }

    /** What models did; nothing where they were not asked. */
    private String models() {
        List<String> ofApps =
                Arrays.stream(AppScheme.values()).map(AppScheme::code).toList();
        return ModelTables.temperatures(figures)
                + ModelTables.adversary(figures, ofApps)
                + ModelTables.readers(figures, ofApps);
    }

    private Stream<String> attackNames() {
        String scheme = AppScheme.DEFAULT.code() + ".";
        return figures.keySet().stream()
                .filter(name -> name.startsWith(scheme)
                        && name.endsWith(FOUND)
                        && name.length() > scheme.length() - 1 + FOUND.length())
                .map(name -> name.substring(scheme.length(), name.length() - FOUND.length()))
                .sorted();
    }

    private String cell(String figure) {
        return value(figure)
                .map(found -> String.format(
                        Locale.ROOT,
                        "<td style=\"background: rgba(var(--mark), %.2f)\">%.2f</td>",
                        0.35 * found,
                        found))
                .orElse("<td></td>");
    }

    private String plainCell(String figure, boolean ratio) {
        return value(figure)
                .map(found -> ratio
                        ? String.format(Locale.ROOT, "<td>%.2f</td>", found)
                        : String.format(Locale.ROOT, "<td>%.2f %%</td>", 100 * found))
                .orElse("<td></td>");
    }

    private Optional<Double> value(String figure) {
        return Optional.ofNullable(figures.get(figure));
    }

    /** The apps' schemes first, then all others that were measured. */
    private Stream<String> schemes() {
        List<String> ofApps =
                Arrays.stream(AppScheme.values()).map(AppScheme::code).toList();
        Stream<String> others = figures.keySet().stream()
                .map(SCHEME::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .filter(name -> !ofApps.contains(name) && !name.equals("default"))
                .filter(name -> !SIZE.matcher(name).matches())
                .sorted();
        return Stream.concat(ofApps.stream(), others);
    }

    /** The default scheme's other sizes. */
    private Stream<String> sizes() {
        return figures.keySet().stream()
                .filter(name -> name.endsWith(".nats"))
                .map(name -> name.substring(0, name.length() - ".nats".length()))
                .filter(name -> SIZE.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream();
    }
}
