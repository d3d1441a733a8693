package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;
import java.util.BitSet;
import java.util.Map;

/**
 * What is done to single logits before temperature, in the order of {@link Sampling}: bias, repetition, presence and
 * frequency, "don't repeat yourself". Follows one answer.
 */
final class LogitRules {

    private final Sampling sampling;
    private final AnswerCounts counts = new AnswerCounts();
    private final DryPenalty dry;
    private final BitSet seen = new BitSet();

    LogitRules(Sampling sampling, BitSet sequenceBreakers) {
        this.sampling = sampling;
        dry = new DryPenalty(sequenceBreakers);
    }

    void apply(TokenHistory history, float[] row, RowChanges changes) {
        for (Map.Entry<Integer, Double> bias : sampling.logitBias().entrySet()) {
            int id = bias.getKey();
            if (id < row.length) {
                changes.set(row, id, row[id] + bias.getValue().floatValue());
            }
        }
        Sampling.Penalties penalties = sampling.penalties();
        if (penalties.repetition() != 1) {
            repetition(history, row, changes);
        }
        if (penalties.presence() != 0 || penalties.frequency() != 0) {
            counts.follow(history);
            for (int i = 0; i < counts.size(); i++) {
                int id = counts.token(i);
                double less = penalties.presence() + penalties.frequency() * counts.count(i);
                changes.set(row, id, (float) (row[id] - less));
            }
        }
        penalties.dry().ifPresent(rule -> dry.apply(rule, history, row, changes));
    }

    private void repetition(TokenHistory history, float[] row, RowChanges changes) {
        float factor = (float) sampling.penalties().repetition();
        int from = Math.max(0, history.size() - sampling.penalties().window());
        seen.clear();
        for (int i = from; i < history.size(); i++) {
            int id = history.at(i);
            if (!seen.get(id)) {
                seen.set(id);
                changes.set(row, id, row[id] > 0 ? row[id] / factor : row[id] * factor);
            }
        }
    }
}
