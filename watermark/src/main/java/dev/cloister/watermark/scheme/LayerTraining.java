package dev.cloister.watermark.scheme;

import java.util.Arrays;
import java.util.List;

/**
 * Trains a {@link LayerModel} to tell marked texts from unmarked ones: logistic loss of the log-likelihood ratio with a
 * penalty on delta (Dathathri et al. 2024, supplementary, "Bayesian scoring"), minimised by Adam (Kingma and Ba 2015,
 * algorithm 1) over all texts at once.
 */
public final class LayerTraining {

    private static final int STEPS = 120;
    private static final double RATE = 0.05;
    private static final double PENALTY = 0.001;
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final int layers;
    private final double[] weights;
    private final double[] gradient;
    private final double[] first;
    private final double[] second;

    private LayerTraining(int layers) {
        this.layers = layers;
        int size = layers * (layers + 1) / 2;
        weights = new double[size];
        gradient = new double[size];
        first = new double[size];
        second = new double[size];
    }

    /**
     * Trains on the bits of each text's tokens, layer i in bit i.
     *
     * @param marked at least one text
     * @param unmarked at least one text
     */
    public static LayerModel train(int layers, List<long[]> marked, List<long[]> unmarked) {
        if (marked.isEmpty() || unmarked.isEmpty()) {
            throw new IllegalArgumentException("Training needs marked texts and unmarked ones.");
        }
        LayerTraining training = new LayerTraining(layers);
        for (int step = 1; step <= STEPS; step++) {
            LayerModel model = training.model();
            Arrays.fill(training.gradient, 0);
            marked.forEach(text -> training.add(model, text, 1, 0.5 / marked.size()));
            unmarked.forEach(text -> training.add(model, text, 0, 0.5 / unmarked.size()));
            training.move(step);
        }
        return training.model();
    }

    /** Adds the text's part of the gradient of the logistic loss. */
    private void add(LayerModel model, long[] text, int label, double share) {
        double chance = 1 / (1 + Math.exp(-model.logLikelihoodRatio(text)));
        double outer = (chance - label) * share;
        for (long bits : text) {
            for (int layer = 0; layer < layers; layer++) {
                double half = 0.5 * LayerModel.sign(bits, layer);
                double p = model.differ(bits, layer);
                double slope = outer * half * p * (1 - p) / (1 + half * p);
                gradient[index(layer, layer)] += slope;
                for (int before = 0; before < layer; before++) {
                    gradient[index(layer, before)] += slope * (bits >>> before & 1);
                }
            }
        }
    }

    private void move(int step) {
        for (int layer = 0; layer < layers; layer++) {
            for (int before = 0; before < layer; before++) {
                int i = index(layer, before);
                gradient[i] += PENALTY * weights[i];
            }
        }
        for (int i = 0; i < weights.length; i++) {
            first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * gradient[i];
            second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * gradient[i] * gradient[i];
            double mean = first[i] / (1 - Math.pow(FIRST_DECAY, step));
            double square = second[i] / (1 - Math.pow(SECOND_DECAY, step));
            weights[i] -= RATE * mean / (Math.sqrt(square) + EPSILON);
        }
    }

    private LayerModel model() {
        double[] beta = new double[layers];
        double[][] delta = new double[layers][];
        for (int layer = 0; layer < layers; layer++) {
            beta[layer] = weights[index(layer, layer)];
            delta[layer] = Arrays.copyOfRange(weights, index(layer, 0), index(layer, layer));
        }
        return new LayerModel(beta, delta);
    }

    /** Row by row of a lower triangle; beta lies on the diagonal. */
    private static int index(int layer, int before) {
        return layer * (layer + 1) / 2 + before;
    }
}
