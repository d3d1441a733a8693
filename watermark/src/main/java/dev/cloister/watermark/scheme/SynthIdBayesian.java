package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;

/**
 * {@link SynthId} with the Bayesian detector (Dathathri et al. 2024, supplementary, "Bayesian scoring"), trained for a
 * key and a model by {@link LayerTraining}.
 *
 * <p>Its p-value is min(1, 1 / LR): by chance a likelihood ratio has mean 1, so it exceeds 1/p with probability at most
 * p (Markov), whatever the training. That is honest and never exact; z is that of the weighted mean.
 *
 * @param model has as many layers as the scheme has keys
 */
public record SynthIdBayesian(SynthId scheme, LayerModel model) implements MarkScheme.OnTokens {

    public SynthIdBayesian {
        if (model.layers() != scheme.keys().size()) {
            throw new IllegalArgumentException("The model has " + model.layers() + " layers, the scheme "
                    + scheme.keys().size() + ".");
        }
    }

    @Override
    public String name() {
        return "synthid-bayesian";
    }

    @Override
    public LogitsStage marker() {
        return scheme.marker();
    }

    @Override
    public Evidence score(int[] tokens) {
        Evidence mean = scheme.score(tokens);
        double bound = Math.min(1, Math.exp(-model.logLikelihoodRatio(scheme.bits(tokens))));
        return new Evidence(mean.z(), mean.scored(), bound, bound);
    }
}
