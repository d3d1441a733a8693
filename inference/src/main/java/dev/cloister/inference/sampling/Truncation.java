package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;

/**
 * Keeps the likely tokens, one rule after the other: top-k (Fan et al. 2018), locally typical (Meister et al. 2023), top-p
 * (Holtzman et al. 2019), min-p (Nguyen et al. 2024). Each rule counts with the probabilities that the rules before it
 * left. Only tokens near the top are looked at; no rule sorts the vocabulary.
 */
final class Truncation {

    private static final float FIRST_GATHERED = 1e-3f;
    private static final float NEXT_GATHERED = 1e-2f;

    private final Sampling sampling;
    private final Candidates candidates;
    private final TypicalSet typical;

    Truncation(Sampling sampling, Candidates candidates) {
        this.sampling = sampling;
        this.candidates = candidates;
        typical = new TypicalSet(candidates);
    }

    boolean none(int vocabulary) {
        return (sampling.topK() == 0 || sampling.topK() >= vocabulary)
                && sampling.typicalP() >= 1
                && sampling.topP() >= 1
                && sampling.minP() == 0;
    }

    /**
     * Keeps what the rules keep, among the candidates.
     *
     * @param weights all tokens' weights, the largest of them 1
     */
    Support apply(Weights weights) {
        boolean gathered = false;
        if (sampling.topK() > 0 && sampling.topK() < weights.size()) {
            gather(weights, sampling.topK(), Double.MAX_VALUE);
            candidates.orderByWeight();
            candidates.keepFirst(sampling.topK(), Double.MAX_VALUE);
            gathered = true;
        }
        if (sampling.typicalP() < 1) {
            typical.keep(weights, gathered, sampling.typicalP());
            gathered = true;
        }
        if (sampling.topP() < 1) {
            double mass = sampling.topP() * (gathered ? candidates.total() : weights.total());
            if (!gathered) {
                gather(weights, Integer.MAX_VALUE, mass);
            }
            candidates.orderByWeight();
            candidates.keepFirst(Integer.MAX_VALUE, mass);
            gathered = true;
        }
        if (sampling.minP() > 0) {
            if (gathered) {
                candidates.keepAtLeast((float) sampling.minP() * candidates.largest());
            } else {
                weights.gather((float) sampling.minP(), candidates);
            }
        }
        return candidates;
    }

    /** Gathers the likeliest tokens, at least so many or so much weight. */
    private void gather(Weights weights, int count, double mass) {
        float least = FIRST_GATHERED;
        weights.gather(least, candidates);
        while (candidates.size() < count && candidates.total() < mass && least > Float.MIN_NORMAL) {
            least = Math.max(least * NEXT_GATHERED, Float.MIN_NORMAL);
            weights.gather(least, candidates);
        }
    }
}
