package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.prf.SynthIdHash;

/** Turns the candidates' logits into log-probabilities after the tournament. For one generation, on one thread. */
record SynthIdStage(SynthIdHash hash, GeneratedContexts contexts) implements LogitsStage.CandidateStage {

    @Override
    public void apply(int[] context, int[] candidates, float[] logits) {
        int[] generated = contexts.of(context);
        if (contexts.repeats(generated)) {
            return;
        }
        double[] probabilities = softmax(logits);
        long state = hash.after(generated);
        long[] bits = hash.bits(state, candidates);
        for (int layer = 0; layer < hash.layers(); layer++) {
            play(layer, bits, probabilities);
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
    }

    private static void play(int layer, long[] bits, double[] probabilities) {
        double mass = 0;
        for (int i = 0; i < bits.length; i++) {
            mass += (bits[i] >>> layer & 1) * probabilities[i];
        }
        // Rounding may lift the sum above 1, which would make the others' probabilities negative.
        double atMostOne = Math.min(1, mass);
        for (int i = 0; i < bits.length; i++) {
            probabilities[i] *= 1 + (bits[i] >>> layer & 1) - atMostOne;
        }
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp(logits[i] - max);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
