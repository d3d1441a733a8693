package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.statistics.ClopperPearson;
import java.util.Arrays;
import java.util.Map;

/** Shares of p-values at or below a threshold. */
public final class Shares {

    private static final double CONFIDENCE = 0.95;

    private Shares() {}

    public static double of(double[] pValues, double threshold) {
        return (double) count(pValues, threshold) / pValues.length;
    }

    /** Adds a share with its interval; nothing where there is nothing to count. */
    public static void put(Map<String, Double> figures, String name, double[] pValues, double threshold) {
        if (pValues.length == 0) {
            return;
        }
        int count = count(pValues, threshold);
        ClopperPearson.Interval interval = ClopperPearson.of(count, pValues.length, CONFIDENCE);
        figures.put(name, (double) count / pValues.length);
        figures.put(name + ".lo", interval.low());
        figures.put(name + ".hi", interval.high());
    }

    private static int count(double[] pValues, double threshold) {
        return (int) Arrays.stream(pValues).filter(p -> p <= threshold).count();
    }
}
