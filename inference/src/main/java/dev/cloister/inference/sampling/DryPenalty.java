package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * "Don't repeat yourself": lowers each token that would go on with a sequence which stands at the text's end and came
 * before. A sequence breaker ends a repetition and is never lowered itself. All lengths come from one pass over the
 * window: the Z-algorithm (Gusfield 1997, section 1.4) on the tokens from the last to the first.
 */
final class DryPenalty {

    /** Keeps a logit finite; no token comes back from here. */
    private static final double LARGEST = 1e6;

    private final BitSet breakers;
    private int[] matches = new int[0];

    DryPenalty(BitSet breakers) {
        this.breakers = breakers;
    }

    void apply(Sampling.Dry rule, TokenHistory history, float[] row, RowChanges changes) {
        int window = Math.min(rule.window(), history.size());
        int unbroken = 0;
        while (unbroken < window && !breakers.get(back(history, unbroken))) {
            unbroken++;
        }
        if (unbroken < rule.allowedLength()) {
            return;
        }
        match(history, window);
        Map<Integer, Integer> longest = new HashMap<>();
        for (int at = 1; at < window; at++) {
            int length = Math.min(matches[at], unbroken);
            int follower = back(history, at - 1);
            if (length >= rule.allowedLength() && !breakers.get(follower)) {
                longest.merge(follower, length, Math::max);
            }
        }
        longest.forEach((token, length) -> {
            double less = rule.multiplier() * Math.pow(rule.base(), (double) length - rule.allowedLength());
            changes.set(row, token, (float) (row[token] - Math.min(less, LARGEST)));
        });
    }

    /** How many tokens before each place are those before the end. */
    private void match(TokenHistory history, int window) {
        if (matches.length < window) {
            matches = new int[Math.max(window, 2 * matches.length)];
        }
        int from = 0;
        int to = 0;
        for (int at = 1; at < window; at++) {
            int length = at < to ? Math.min(to - at, matches[at - from]) : 0;
            while (at + length < window && back(history, at + length) == back(history, length)) {
                length++;
            }
            matches[at] = length;
            if (at + length > to) {
                from = at;
                to = at + length;
            }
        }
    }

    private static int back(TokenHistory history, int places) {
        return history.at(history.size() - 1 - places);
    }
}
