package dev.cloister.watermark.benchmark.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * A chart of lines or points, drawn as SVG.
 *
 * @param title what it shows
 * @param x the axis to the right
 * @param y the axis upwards
 * @param series what is drawn
 */
record Chart(String title, Axis x, Axis y, List<Series> series) {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 36;
    private static final int BOTTOM = 52;
    /** Colours of the page; later rounds of series are dashed, with squares and triangles. */
    private static final int COLOURS = 7;

    /**
     * An axis.
     *
     * @param ticks where it is labelled; its ends are the first and the last
     * @param logarithmic whether powers are evenly spaced
     */
    record Axis(String label, List<Double> ticks, boolean logarithmic) {

        double place(double value) {
            DoubleUnaryOperator scale = logarithmic ? Math::log10 : same -> same;
            double from = scale.applyAsDouble(ticks.getFirst());
            double to = scale.applyAsDouble(ticks.getLast());
            return Math.clamp((scale.applyAsDouble(value) - from) / (to - from), 0, 1);
        }
    }

    /**
     * Points in order, joined where there are several.
     *
     * @param name in the legend
     */
    record Series(String name, List<Point> points) {}

    /** A value at a place. */
    record Point(double x, double y) {}

    String svg() {
        List<String> parts = new ArrayList<>();
        parts.add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">".formatted(WIDTH, HEIGHT, title));
        parts.add(text(LEFT, 20, "start", "title", title));
        for (double tick : x.ticks()) {
            parts.add(line(px(tick), TOP, px(tick), HEIGHT - BOTTOM, "grid"));
            parts.add(text(px(tick), HEIGHT - BOTTOM + 18, "middle", "tick", label(tick)));
        }
        for (double tick : y.ticks()) {
            parts.add(line(LEFT, py(tick), WIDTH - RIGHT, py(tick), "grid"));
            parts.add(text(LEFT - 8, py(tick) + 4, "end", "tick", label(tick)));
        }
        parts.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "tick", x.label()));
        parts.add("<text class=\"tick\" text-anchor=\"middle\" transform=\"translate(16 %d) rotate(-90)\">%s</text>"
                .formatted((TOP + HEIGHT - BOTTOM) / 2, y.label()));
        for (int i = 0; i < series.size(); i++) {
            parts.add(drawn(series.get(i), i));
        }
        parts.add("</svg>");
        return String.join("\n", parts);
    }

    private String drawn(Series one, int number) {
        String kind = "series c" + number % COLOURS + (number < COLOURS ? "" : " second");
        String path = one.points().stream()
                .map(point -> number(px(point.x())) + "," + number(py(point.y())))
                .collect(Collectors.joining(" "));
        String dots = one.points().stream()
                .map(point -> dot(px(point.x()), py(point.y()), number))
                .collect(Collectors.joining());
        int legend = TOP + 10 + 19 * number;
        return "<g class=\"%s\"><polyline points=\"%s\"/>%s%s</g>"
                        .formatted(kind, path, dots, dot(WIDTH - RIGHT + 18, legend - 4, number))
                + text(WIDTH - RIGHT + 28, legend, "start", "tick", one.name());
    }

    private static String dot(double x, double y, int number) {
        return switch (number / COLOURS) {
            case 0 -> "<circle cx=\"%s\" cy=\"%s\" r=\"4\"/>".formatted(number(x), number(y));
            case 1 -> "<rect x=\"%s\" y=\"%s\" width=\"7\" height=\"7\"/>".formatted(number(x - 3.5), number(y - 3.5));
            default -> "<path d=\"M%s %s l5 9 h-10 z\"/>".formatted(number(x), number(y - 5));
        };
    }

    private double px(double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String line(double x1, double y1, double x2, double y2, String kind) {
        return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>"
                .formatted(number(x1), number(y1), number(x2), number(y2), kind);
    }

    private static String text(double x, double y, String anchor, String kind, String words) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>"
                .formatted(number(x), number(y), anchor, kind, words);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String label(double tick) {
        return tick != 0 && Math.abs(tick) < 0.01
                ? String.format(Locale.ROOT, "%.0e", tick)
                : String.format(Locale.ROOT, "%s", tick).replaceAll("\\.0$", "");
    }
}
