package dev.cloister.watermark.benchmark.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found with the help of models, as HTML tables; empty where nothing was measured. */
final class ModelTables {

    private static final Pattern SPOOFED = Pattern.compile("[a-z0-9-]+\\.spoof([0-9]+)\\.verdict");

    private static final Pattern TEMPERATURE =
            Pattern.compile("([a-z0-9-]+\\.temperature[0-9.]+)\\.tpr200_at_nominal_1pct");

    private ModelTables() {}

    /** Texts that are called marked, after the model reworded marked ones or forged some. */
    static String adversary(Map<String, Double> figures, List<String> schemes) {
        List<Integer> collected = figures.keySet().stream()
                .map(SPOOFED::matcher)
                .filter(Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
        if (collected.isEmpty()) {
            return "";
        }
        Stream<String> head = Stream.concat(
                Stream.of("scheme", "reworded", "words kept", "reworded, knowing"),
                collected.stream().flatMap(count -> Stream.of("forged from " + count, "nats")));
        String rows = schemes.stream()
                .map(scheme -> row(
                        scheme,
                        Stream.concat(
                                Stream.of(
                                        share(figures, scheme + ".paraphrase.verdict"),
                                        number(figures, scheme + ".paraphrase.kept_words"),
                                        share(figures, scheme + ".scrub.verdict")),
                                collected.stream()
                                        .flatMap(count -> Stream.of(
                                                share(figures, scheme + ".spoof" + count + ".verdict"),
                                                number(figures, scheme + ".spoof" + count + ".nats"))))))
                .collect(Collectors.joining("\n"));
        String note =
                "The model rewords marked answers, also while it avoids what was learned from the most answers that"
                        + " were collected; and it writes texts by what was learned from so many answers of one key. Nats by the"
                        + " token under the model itself; answers without marks have "
                        + number(figures, "spoof.plain_nats") + ".";
        return table("Called marked by the product after a model's work", note, head, rows);
    }

    /** What another model and questions with known answers say of marked texts. */
    static String readers(Map<String, Double> figures, List<String> schemes) {
        if (!figures.containsKey("again.judged_ratio")) {
            return "";
        }
        Stream<String> head = Stream.of(
                "scheme", "perplexity by another model, over unmarked", "of all answers", "questions answered rightly");
        String rows = Stream.concat(Stream.of("again", "plain"), schemes.stream())
                .map(scheme -> row(
                        switch (scheme) {
                            case "again" -> "unmarked, drawn again";
                            case "plain" -> "unmarked";
                            default -> scheme;
                        },
                        Stream.of(
                                share(figures, scheme + ".judged_ratio"),
                                number(figures, scheme + ".judged_perplexity"),
                                share(figures, scheme + ".task_accuracy"))))
                .collect(Collectors.joining("\n"));
        return table(
                "What marks cost the reader",
                "Medians of pairs of answers to one prompt, and shares, with 95 % intervals.",
                head,
                rows);
    }

    /** How well marks are found in answers drawn at other temperatures. */
    static String temperatures(Map<String, Double> figures) {
        List<String> measured = figures.keySet().stream()
                .map(TEMPERATURE::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .sorted()
                .toList();
        if (measured.isEmpty()) {
            return "";
        }
        String rows = measured.stream()
                .map(name -> row(
                        name.replace(".temperature", " at "),
                        Stream.of(
                                share(figures, name + ".tpr50_at_nominal_1pct"),
                                share(figures, name + ".tpr100_at_nominal_1pct"),
                                share(figures, name + ".tpr200_at_nominal_1pct"),
                                number(figures, name + ".nats"))))
                .collect(Collectors.joining("\n"));
        return table(
                "Found at other temperatures",
                "A plain p-value of at most 1 %.",
                Stream.of("scheme, temperature", "50 tokens", "100", "200", "nats a token"),
                rows);
    }

    private static String table(String title, String note, Stream<String> head, String rows) {
        return "<h2>" + title + "</h2>\n<p>" + note + "</p>\n<div class=\"wide\"><table><thead><tr>"
                + head.map("<th>%s</th>"::formatted).collect(Collectors.joining()) + "</tr></thead>\n" + rows
                + "</table></div>\n";
    }

    private static String row(String name, Stream<String> cells) {
        return "<tr><th>" + name + "</th>" + cells.map("<td>%s</td>"::formatted).collect(Collectors.joining())
                + "</tr>";
    }

    private static String number(Map<String, Double> figures, String name) {
        Double value = figures.get(name);
        return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String share(Map<String, Double> figures, String name) {
        Double low = figures.get(name + ".lo");
        Double high = figures.get(name + ".hi");
        return low == null || high == null
                ? number(figures, name)
                : number(figures, name) + String.format(Locale.ROOT, " (%.2f to %.2f)", low, high);
    }
}
