package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;
import java.util.Arrays;

/** Lowers the logits of recent tokens (Keskar et al. 2019, section 4.1), and can take that back. */
final class RepetitionPenalty {

    private final int[] ids;
    private final float[] before;

    private RepetitionPenalty(int[] ids, float[] before) {
        this.ids = ids;
        this.before = before;
    }

    static RepetitionPenalty apply(Sampling sampling, TokenHistory history, float[] row) {
        if (sampling.penalties().repetition() == 1 || sampling.penalties().window() == 0) {
            return new RepetitionPenalty(new int[0], new float[0]);
        }
        int window = Math.min(sampling.penalties().window(), history.size());
        int[] recent = new int[window];
        for (int i = 0; i < window; i++) {
            recent[i] = history.at(history.size() - window + i);
        }
        int[] ids = Arrays.stream(recent).distinct().toArray();
        float[] before = new float[ids.length];
        float penalty = (float) sampling.penalties().repetition();
        for (int i = 0; i < ids.length; i++) {
            float logit = row[ids[i]];
            before[i] = logit;
            row[ids[i]] = logit > 0 ? logit / penalty : logit * penalty;
        }
        return new RepetitionPenalty(ids, before);
    }

    boolean changesNothing() {
        return ids.length == 0;
    }

    void undo(float[] row) {
        for (int i = 0; i < ids.length; i++) {
            row[ids[i]] = before[i];
        }
    }
}
