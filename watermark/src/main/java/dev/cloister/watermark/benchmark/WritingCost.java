package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.statistics.Effect;
import dev.cloister.watermark.statistics.Evidence;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What marked answers are like beside unmarked ones. */
final class WritingCost {

    private WritingCost() {}

    /** Adds {@code .nats}, {@code .distinct2} and {@code .answers}. */
    static void put(Map<String, Double> figures, String name, AnswerGenerator.Written written) {
        figures.put(name + ".nats", written.natsPerToken());
        figures.put(name + ".answers", (double) written.answers().size());
        Set<Long> distinct = new HashSet<>();
        long all = 0;
        for (AnswerGenerator.Written.One one : written.answers()) {
            for (int i = 1; i < one.tokens().length; i++) {
                distinct.add((long) one.tokens()[i - 1] << Integer.SIZE | one.tokens()[i]);
                all++;
            }
        }
        figures.put(name + ".distinct2", all == 0 ? 0 : (double) distinct.size() / all);
    }

    /** Adds {@code .effect_shift} and {@code .effect_spread}; nothing where too few texts have evidence to tell. */
    static void putEffect(Map<String, Double> figures, String name, List<Evidence> evidence) {
        List<Evidence> scored =
                evidence.stream().filter(one -> one.scored() > 0).toList();
        if (scored.size() >= Effect.FEWEST) {
            Effect effect = Effect.measured(scored);
            figures.put(name + ".effect_shift", effect.shift());
            figures.put(name + ".effect_spread", effect.spread());
        }
    }
}
