package dev.cloister.gateway.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Figures for people: a line each, with the 95 % interval where there is one, and whether the target is met. */
final class FigureTable {

    private static final String ROW = "  %-34s %14s  %-22s %-9s %s";
    private static final double WHOLE = 100_000;
    private static final Set<String> OF_ENGINE_PAIRS = Set.of("engine.ratio", "watermark.overhead");

    private FigureTable() {}

    static List<String> lines(Map<String, Double> figures) {
        List<String> lines = new ArrayList<>();
        lines.add(row("figure", "value", "95 % interval", "target", ""));
        new TreeMap<>(figures).forEach((name, value) -> {
            if (!name.endsWith(".lo") && !name.endsWith(".hi")) {
                Optional<Target> target = Target.of(name);
                lines.add(row(
                        name,
                        number(value),
                        interval(figures, name),
                        target.map(Target::toString).orElse(""),
                        target.map(wanted -> verdict(wanted, name, figures)).orElse("")));
            }
        });
        return lines;
    }

    private static String verdict(Target target, String name, Map<String, Double> figures) {
        if (OF_ENGINE_PAIRS.contains(name) && noPairWasQuiet(figures)) {
            return "not judged: other work disturbed every pair";
        }
        return target.metBy(figures.getOrDefault(name, Double.NaN)) ? "met" : "not met";
    }

    /** Disturbed pairs count only where there is no other. */
    private static boolean noPairWasQuiet(Map<String, Double> figures) {
        Double counted = figures.get("engine.pairs");
        return counted != null && counted.equals(figures.get("engine.pairs.disturbed"));
    }

    private static String interval(Map<String, Double> figures, String name) {
        Double low = figures.get(name + ".lo");
        Double high = figures.get(name + ".hi");
        return low == null || high == null ? "" : number(low) + " to " + number(high);
    }

    private static String row(String name, String value, String interval, String target, String met) {
        return String.format(Locale.ROOT, ROW, name, value, interval, target, met)
                .stripTrailing();
    }

    /** Whole where it is large, else four digits. */
    private static String number(double value) {
        return Math.abs(value) >= WHOLE
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
