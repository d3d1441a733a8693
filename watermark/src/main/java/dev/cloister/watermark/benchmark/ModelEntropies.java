package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.TokenLogProbability;
import dev.cloister.inference.Variant;
import dev.cloister.watermark.scheme.TokenEntropies;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Entropies by the model that wrote, without the prompt. The engine tells the twenty likeliest tokens of a place; what is
 * left counts as one token more, which makes the entropy a little too small where it is large, and leaves it about as it
 * is near the threshold of {@link dev.cloister.watermark.scheme.EntropyGated}.
 */
final class ModelEntropies implements TokenEntropies {

    private static final int LIKELIEST = 20;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final Engine engine;
    private final Map<IntBuffer, double[]> known = new ConcurrentHashMap<>();

    ModelEntropies(Engine engine) {
        this.engine = engine;
    }

    /** Reads texts once, and remembers them and their beginnings of those lengths. */
    void remember(List<int[]> texts, List<Integer> beginnings) {
        for (int[] text : texts) {
            double[] entropies = of(text);
            beginnings.forEach(
                    length -> known.put(IntBuffer.wrap(Arrays.copyOf(text, length)), Arrays.copyOf(entropies, length)));
        }
    }

    @Override
    public double[] of(int[] tokens) {
        return known.computeIfAbsent(IntBuffer.wrap(tokens.clone()), text -> computed(tokens));
    }

    private double[] computed(int[] tokens) {
        ScoreRequest request = new ScoreRequest(
                SESSION, Variant.BASE, List.of(new ScoredText.Tokens(new int[0], tokens)), LIKELIEST, List.of());
        try (Scoring scoring = engine.score(request)) {
            TextScore score = scoring.next().orElseThrow();
            return score.top().stream().mapToDouble(ModelEntropies::entropy).toArray();
        }
    }

    /** 0 for a first token, which nothing stands before. */
    private static double entropy(List<TokenLogProbability> likeliest) {
        double entropy = 0;
        double rest = likeliest.isEmpty() ? 0 : 1;
        for (TokenLogProbability token : likeliest) {
            double probability = Math.exp(token.logProbability());
            entropy -= probability * token.logProbability();
            rest -= probability;
        }
        return rest > 0 ? entropy - rest * Math.log(rest) : entropy;
    }
}
