package dev.cloister.watermark.scheme;

import java.util.Arrays;

/**
 * How likely the g values of a marked token are (Dathathri et al. 2024, supplementary, "Bayesian scoring"): given the
 * values of the layers before, layer l shows g with probability 1/2 ((g + 1/2) p + 1 - p), where p, the chance that the
 * layer's two candidates differ, is the logistic function of beta_l + sum over j before l of delta_lj g_j. An unmarked
 * token shows either value with 1/2. Immutable; safe for use by many threads.
 */
public final class LayerModel {

    private final double[] beta;
    private final double[][] delta;

    LayerModel(double[] beta, double[][] delta) {
        this.beta = beta.clone();
        this.delta = Arrays.stream(delta).map(double[]::clone).toArray(double[][]::new);
    }

    /** How many layers there are. */
    public int layers() {
        return beta.length;
    }

    /** ln of how many times likelier the token's bits are when it is marked; layer i in bit i. */
    public double logLikelihoodRatio(long bits) {
        double sum = 0;
        for (int layer = 0; layer < beta.length; layer++) {
            sum += Math.log1p(sign(bits, layer) * 0.5 * differ(bits, layer));
        }
        return sum;
    }

    /** The same for a whole text, whose tokens are independent. */
    public double logLikelihoodRatio(long[] tokens) {
        return Arrays.stream(tokens).mapToDouble(this::logLikelihoodRatio).sum();
    }

    /** p of that layer. */
    double differ(long bits, int layer) {
        double x = beta[layer];
        for (int before = 0; before < layer; before++) {
            x += (bits >>> before & 1) * delta[layer][before];
        }
        return 1 / (1 + Math.exp(-x));
    }

    static int sign(long bits, int layer) {
        return (bits >>> layer & 1) == 1 ? 1 : -1;
    }
}
