package dev.cloister.watermark.statistics;

/**
 * The logarithm of a binomial probability, at a cost that does not depend on the number of trials: its saddle-point
 * form (Loader 2000, "Fast and accurate computation of binomial probabilities").
 */
final class BinomialMass {

    /** With fewer of one outcome the product of the quotients is as fast. */
    private static final int FEW = 16;

    /** What Stirling's formula leaves out of ln n! (A. and S. 1964, 6.1.42), from n = 16 on to a double's precision. */
    private static final double[] STIRLING = {1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0};

    private static final double NEAR = 0.1;

    private BinomialMass() {}

    /** Natural logarithm of P[X = successes] for X ~ Bin(trials, probability). */
    static double log(int trials, int successes, double probability) {
        int failures = trials - successes;
        int fewer = Math.min(successes, failures);
        if (fewer >= FEW) {
            double share = (double) successes / trials;
            return remainder(trials)
                    - remainder(successes)
                    - remainder(failures)
                    - deviance(successes, trials * probability)
                    - deviance(failures, trials * (1 - probability))
                    - 0.5 * Math.log(2 * Math.PI * trials * share * (1 - share));
        }
        double choices = 0;
        for (int i = 1; i <= fewer; i++) {
            choices += Math.log((double) (trials - fewer + i) / i);
        }
        return choices + successes * Math.log(probability) + failures * Math.log1p(-probability);
    }

    private static double remainder(int n) {
        double sum = 0;
        double power = 1.0 / n;
        for (double term : STIRLING) {
            sum += term * power;
            power /= (double) n * n;
        }
        return sum;
    }

    /** x ln(x / mean) + mean - x, by its series where that would cancel. */
    private static double deviance(double x, double mean) {
        double apart = x - mean;
        if (Math.abs(apart) >= NEAR * (x + mean)) {
            return x * Math.log(x / mean) + mean - x;
        }
        double v = apart / (x + mean);
        double sum = apart * v;
        double term = 2 * x * v;
        for (int j = 3; ; j += 2) {
            term *= v * v;
            double next = sum + term / j;
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }
}
