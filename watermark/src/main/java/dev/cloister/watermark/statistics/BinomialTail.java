package dev.cloister.watermark.statistics;

/** Exact upper tails of the binomial distribution, also where they are far too small for a double. */
public final class BinomialTail {

    private BinomialTail() {}

    /**
     * Natural logarithm of P[X >= successes] for X ~ Bin(trials, probability); negative infinity where it is
     * impossible. Terms are summed outwards from {@code successes} on the side away from the mean, so the relative
     * error stays near 1e-12.
     *
     * @param probability in (0, 1)
     */
    public static double logAtLeast(int trials, int successes, double probability) {
        if (trials < 0 || !(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("trials must be 0 or more and probability inside (0, 1)");
        }
        if (successes <= 0) {
            return 0;
        }
        if (successes > trials) {
            return Double.NEGATIVE_INFINITY;
        }
        if (successes > trials * probability) {
            return logUpper(trials, successes, probability);
        }
        // P[X >= k] = 1 - P[n - X >= n - k + 1], and n - X ~ Bin(n, 1 - p) is above its mean there.
        return Math.log1p(-Math.exp(logUpper(trials, trials - successes + 1, 1 - probability)));
    }

    private static double logUpper(int trials, int successes, double probability) {
        double odds = probability / (1 - probability);
        double term = 1;
        double sum = 1;
        for (int k = successes; k < trials && term > sum * 1e-18; k++) {
            term *= odds * (trials - k) / (k + 1);
            sum += term;
        }
        return Math.min(0, BinomialMass.log(trials, successes, probability) + Math.log(sum));
    }
}
