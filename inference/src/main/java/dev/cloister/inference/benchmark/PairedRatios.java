package dev.cloister.inference.benchmark;

import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The median of paired ratios with its distribution-free 95 % interval (order statistics of the binomial; Conover 1999,
 * section 3.2).
 */
public record PairedRatios(double median, double low, double high) {

    private static final double NORMAL_975 = 1.96;

    /** Of at least one ratio. */
    public static PairedRatios of(DoubleStream ratios) {
        double[] sorted = ratios.sorted().toArray();
        int count = sorted.length;
        if (count == 0) {
            throw new IllegalArgumentException("no pairs");
        }
        double half = NORMAL_975 * Math.sqrt(count) / 2;
        int low = (int) Math.max(0, Math.floor(count / 2.0 - half));
        int high = (int) Math.min(count - 1, Math.ceil(count / 2.0 + half) - 1);
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        return new PairedRatios(median, sorted[low], sorted[Math.max(low, high)]);
    }

    /** Adds the median under the name, and the ends of its interval as {@code .lo} and {@code .hi}. */
    public void addTo(Map<String, Double> figures, String name) {
        figures.put(name, median);
        figures.put(name + ".lo", low);
        figures.put(name + ".hi", high);
    }
}
