package dev.cloister.inference.score;

import dev.cloister.inference.TokenLogProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The likeliest tokens of a row by one pass: a short sorted list whose last member a logit must exceed to get in, which
 * few do. Of equal logits the lower token id comes first.
 */
public final class TopTokens {

    private TopTokens() {}

    /**
     * Returns the likeliest tokens, likeliest first.
     *
     * @param row the logits by token id
     * @param logSum what is taken from a logit to get its log-probability
     * @param count how many; 0 looks at nothing
     * @param piece the bytes of a token
     */
    public static List<TokenLogProbability> of(float[] row, double logSum, int count, IntFunction<byte[]> piece) {
        if (count == 0) {
            return List.of();
        }
        int[] ids = likeliest(row, Math.min(count, row.length));
        List<TokenLogProbability> top = new ArrayList<>(ids.length);
        for (int id : ids) {
            top.add(new TokenLogProbability(id, piece.apply(id), row[id] - logSum));
        }
        return top;
    }

    private static int[] likeliest(float[] row, int count) {
        int[] ids = new int[count];
        int held = 0;
        float least = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < row.length; i++) {
            if (held == count && !(row[i] > least)) {
                continue;
            }
            int at = held < count ? held++ : count - 1;
            while (at > 0 && row[ids[at - 1]] < row[i]) {
                ids[at] = ids[at - 1];
                at--;
            }
            ids[at] = i;
            least = row[ids[held - 1]];
        }
        return ids;
    }
}
