package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Choice among several sentences that the model has written from the same text (Giboulot and Furon 2024, "WaterMax:
 * breaking the LLM watermark detectability-robustness-quality trade-off", section 4): the one is kept that the detector
 * finds the most evidence in. For models whose logits cannot be touched; each sentence is the model's own.
 *
 * <p>Evidence is the sum of -ln(1 - u) over distinct pairs of neighbouring tokens, u from HMAC-SHA256 under the key:
 * Gamma(n, 1) by chance. Nothing else reads these marks.
 */
public record SentenceChoice(MarkKey key) implements MarkScheme {

    private static final int NO_TOKEN = -1;

    @Override
    public String name() {
        return "sentence-choice";
    }

    /**
     * Which of the drafts to keep.
     *
     * @param before the text so far, without the prompt; may be empty
     * @param drafts at least one; what could follow
     * @return the index of the draft with the smallest p-value, the first of those that tie
     */
    public int choose(int[] before, List<int[]> drafts) {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("A choice needs at least one draft.");
        }
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < drafts.size(); i++) {
            int[] draft = drafts.get(i);
            int[] whole = Arrays.copyOf(before, before.length + draft.length);
            System.arraycopy(draft, 0, whole, before.length, draft.length);
            double pValue = evidence(whole, before.length).pValue();
            if (pValue < smallest) {
                smallest = pValue;
                best = i;
            }
        }
        return best;
    }

    @Override
    public Evidence score(int[] tokens) {
        return evidence(tokens, 0);
    }

    /** Of the pairs that end at that place or later and have not occurred before. */
    private Evidence evidence(int[] tokens, int from) {
        TokenMac mac = TokenMac.of(key);
        Set<Long> seen = new HashSet<>();
        double sum = 0;
        int scored = 0;
        for (int i = 0; i < tokens.length; i++) {
            int previous = i == 0 ? NO_TOKEN : tokens[i - 1];
            if (seen.add((long) previous << Integer.SIZE | Integer.toUnsignedLong(tokens[i])) && i >= from && i > 0) {
                sum -= Math.log1p(-uniform(mac.firstEightBytes(previous, tokens[i])));
                scored++;
            }
        }
        return Evidence.exponentials(sum, scored);
    }

    /** The upper 53 bits, moved to the middle of their step: in (0, 1). */
    private static double uniform(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1p-53;
    }
}
