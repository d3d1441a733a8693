package dev.cloister.inference.sampling;

/**
 * Locally typical sampling (Meister et al. 2023, section 4): keeps the tokens whose surprise is nearest to the
 * distribution's entropy, until they have the wanted probability.
 */
final class TypicalSet {

    private final Candidates candidates;

    TypicalSet(Candidates candidates) {
        this.candidates = candidates;
    }

    /**
     * @param weights all tokens, the largest weight 1
     * @param gathered whether only the candidates count
     * @param share of the probability that is kept
     */
    void keep(Weights weights, boolean gathered, double share) {
        if (gathered) {
            double entropy = 0;
            for (int i = 0; i < candidates.size(); i++) {
                double p = candidates.weight(i) / candidates.total();
                entropy -= p > 0 ? p * Math.log(p) : 0;
            }
            order(entropy, candidates.total());
            candidates.keepFirst(Integer.MAX_VALUE, share * candidates.total());
            return;
        }
        double entropy = weights.entropy();
        double mass = share * weights.total();
        double logTotal = Math.log(weights.total());
        // All tokens whose surprise is that far from the entropy are gathered, and with them likelier ones.
        for (double radius = entropy + 1; ; radius *= 2) {
            float least = (float) Math.exp(logTotal - entropy - radius);
            boolean all = least < Float.MIN_NORMAL;
            weights.gather(all ? Float.MIN_NORMAL : least, candidates);
            order(entropy, weights.total());
            if (all || within(radius) >= mass) {
                candidates.keepFirst(Integer.MAX_VALUE, mass);
                return;
            }
        }
    }

    private void order(double entropy, double total) {
        double logTotal = Math.log(total);
        for (int i = 0; i < candidates.size(); i++) {
            double surprise = logTotal - Math.log(candidates.weight(i));
            candidates.key(i, (float) -Math.abs(surprise - entropy));
        }
    }

    private double within(double radius) {
        return candidates.weightWithKeysFrom((float) -radius);
    }
}
