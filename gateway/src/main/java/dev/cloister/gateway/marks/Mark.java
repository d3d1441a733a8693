package dev.cloister.gateway.marks;

import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.scheme.SparseBias;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes an answer bear a mark. Holds what the key decides: never to be logged.
 *
 * @param stages over the logits, where the model runs here
 * @param biases of single tokens, the most frequent first, where a server runs it
 * @param mostBiases most that a request may have, its own ones included
 */
record Mark(List<StageSpec> stages, List<Bias> biases, int mostBiases) {

    public Mark {
        stages = List.copyOf(stages);
        biases = List.copyOf(biases);
    }

    /** What is added to a token's logit. */
    record Bias(int token, double added) {}

    static Mark of(StageSpec stage) {
        return new Mark(List.of(stage), List.of(), 0);
    }

    static Mark of(SparseBias scheme, int mostBiases) {
        Map<Integer, Double> added = scheme.logitBias();
        return new Mark(
                List.of(),
                scheme.frequent().stream()
                        .map(token -> new Bias(token, added.getOrDefault(token, 0.0)))
                        .toList(),
                mostBiases);
    }

    /** The request with its answer marked. What it biases itself stays, and takes its place among the most that may be. */
    GenerationRequest on(GenerationRequest request) {
        Map<Integer, Double> all = new HashMap<>(request.sampling().logitBias());
        for (Bias bias : biases) {
            if (all.size() >= mostBiases) {
                break;
            }
            all.putIfAbsent(bias.token(), bias.added());
        }
        return request.withStages(stages).withSampling(request.sampling().withLogitBias(all));
    }

    @Override
    public String toString() {
        return "Mark[%d stages, %d biases]".formatted(stages.size(), biases.size());
    }
}
