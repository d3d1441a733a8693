package dev.cloister.gateway.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Figures for people: a line each, with the 95 % interval where there is one, and whether the target is met. */
final class FigureTable {

    private static final String ROW = "  %-34s %14s  %-22s %-9s %s";
    private static final double WHOLE = 100_000;

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
                        target.map(wanted -> wanted.metBy(value) ? "met" : "not met")
                                .orElse("")));
            }
        });
        return lines;
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
