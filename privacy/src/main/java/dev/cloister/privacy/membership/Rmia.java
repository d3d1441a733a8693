package dev.cloister.privacy.membership;

import java.util.Arrays;

/**
 * The robust membership inference attack (Zarifzadeh, Liu and Shokri 2024, offline form): how often
 * the audited model prefers a text over texts of the population by more than reference models do.
 *
 * <p>All probabilities are natural logarithms; for a language model the mean token log-probability of a text. Sums are
 * taken in the log domain, so nothing underflows.
 *
 * @param a how far the reference models' mean without the text is corrected towards one with it, in [0, 1]; tuned on a
 *     pair of reference models
 * @param gamma by which factor the text must win, at least 1
 */
public record Rmia(double a, double gamma) {

    public Rmia {
        if (!(a >= 0 && a <= 1) || !(gamma >= 1)) {
            throw new IllegalArgumentException("a must be in [0, 1] and gamma at least 1");
        }
    }

    /**
     * A text under the audited model and under the reference models.
     *
     * @param audited log-probability under the audited model
     * @param references log-probabilities under reference models that never saw the text; at least one
     */
    public record Likelihood(double audited, double[] references) {

        public Likelihood {
            references = references.clone();
            if (references.length == 0) {
                throw new IllegalArgumentException("RMIA needs at least one reference model.");
            }
        }

        @Override
        public double[] references() {
            return references.clone();
        }
    }

    /**
     * The share of population texts that the text beats, in [0, 1]; higher means more likely a member.
     *
     * @param text the text in question
     * @param population texts that the audited model was not trained on; at least one
     */
    public double score(Likelihood text, Iterable<Likelihood> population) {
        double logRatio = logRatio(text);
        double logGamma = Math.log(gamma);
        int beaten = 0;
        int all = 0;
        for (Likelihood other : population) {
            all++;
            if (logRatio - logRatio(other) > logGamma) {
                beaten++;
            }
        }
        if (all == 0) {
            throw new IllegalArgumentException("RMIA needs at least one population text.");
        }
        return (double) beaten / all;
    }

    /** log of p(x) / P(x), with P(x) = ((1 + a) mean P_out(x) + (1 - a)) / 2. */
    double logRatio(Likelihood text) {
        double logMean = logSum(text.references()) - Math.log(text.references().length);
        double logPrior = logSum(new double[] {Math.log1p(a) + logMean, Math.log1p(-a)}) - Math.log(2);
        return text.audited() - logPrior;
    }

    private static double logSum(double[] logs) {
        double most = Arrays.stream(logs).max().orElseThrow();
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        return most
                + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum());
    }
}
