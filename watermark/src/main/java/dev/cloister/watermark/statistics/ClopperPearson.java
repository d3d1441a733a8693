package dev.cloister.watermark.statistics;

/** The exact interval for a binomial proportion (Clopper and Pearson 1934). */
public final class ClopperPearson {

    private static final int BISECTIONS = 60;

    private ClopperPearson() {}

    /** Both ends of an interval, in [0, 1]. */
    public record Interval(double low, double high) {}

    /**
     * The two-sided interval that holds the true proportion with at least the given confidence.
     *
     * @param confidence in (0, 1), for instance 0.95
     */
    public static Interval of(int successes, int trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("0 <= successes <= trials, trials >= 1, confidence inside (0, 1)");
        }
        double logTail = Math.log((1 - confidence) / 2);
        double low = successes == 0 ? 0 : rootOf(trials, successes, logTail);
        double high = successes == trials ? 1 : 1 - rootOf(trials, trials - successes, logTail);
        return new Interval(low, high);
    }

    /** The probability at which P[X >= successes] reaches the tail; it grows with the probability. */
    private static double rootOf(int trials, int successes, double logTail) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (BinomialTail.logAtLeast(trials, successes, middle) < logTail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
