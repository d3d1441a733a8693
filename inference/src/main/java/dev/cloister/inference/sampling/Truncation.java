package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;
import java.util.Arrays;

/** Keeps the likely tokens: top-k (Fan et al. 2018), top-p (Holtzman et al. 2019), min-p (Nguyen et al. 2024). */
final class Truncation {

    private static final float FIRST_GATHERED = 1e-3f;
    private static final float NEXT_GATHERED = 1e-2f;

    private Truncation() {}

    static void apply(Sampling sampling, Weights weights) {
        if (sampling.topK() > 0 && sampling.topK() < weights.size()) {
            keepMostLikely(weights, sampling.topK(), Double.MAX_VALUE);
        }
        if (sampling.topP() < 1) {
            keepMostLikely(weights, Integer.MAX_VALUE, sampling.topP() * weights.total());
        }
        if (sampling.minP() > 0) {
            weights.truncate((float) sampling.minP(), Integer.MAX_VALUE);
        }
    }

    /** Keeps the likeliest tokens until there are so many, or until they sum up to so much. */
    private static void keepMostLikely(Weights weights, int count, double mass) {
        float least = FIRST_GATHERED;
        float[] sorted = gather(weights, least);
        while (sorted.length < count && sum(sorted) < mass && least > Float.MIN_NORMAL) {
            least = Math.max(least * NEXT_GATHERED, Float.MIN_NORMAL);
            sorted = gather(weights, least);
        }
        Arrays.sort(sorted);
        double reached = 0;
        int kept = 0;
        int at = sorted.length - 1;
        while (at > 0) {
            reached += sorted[at];
            kept++;
            if (kept >= count || reached >= mass) {
                break;
            }
            at--;
        }
        float cutoff = sorted[at];
        int equal = 0;
        for (int i = at; i < sorted.length && sorted[i] == cutoff; i++) {
            equal++;
        }
        weights.truncate(cutoff, equal);
    }

    private static float[] gather(Weights weights, float least) {
        int[] ids = weights.atLeast(least);
        float[] found = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            found[i] = weights.get(ids[i]);
        }
        return found;
    }

    private static double sum(float[] values) {
        double all = 0;
        for (float value : values) {
            all += value;
        }
        return all;
    }
}
