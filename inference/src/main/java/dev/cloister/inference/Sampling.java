package dev.cloister.inference;

/**
 * How the next token is drawn. The stages run in the order of the fields.
 *
 * @param repetitionPenalty logits of tokens seen in the last {@code repetitionWindow} tokens are divided (positive) or
 *     multiplied (negative) by it; 1 switches it off (Keskar et al. 2019, section 4.1)
 * @param repetitionWindow how many tokens back the penalty looks
 * @param temperature 0 takes the most likely token; otherwise logits are divided by it
 * @param topK keep the k most likely; 0 switches it off
 * @param topP keep the smallest set with this much probability (Holtzman et al. 2019); 1 switches it off
 * @param minP keep what has at least this share of the likeliest token's probability; 0 switches it off
 * @param seed the same seed and request give the same text whatever else runs
 */
public record Sampling(
        double repetitionPenalty,
        int repetitionWindow,
        double temperature,
        int topK,
        double topP,
        double minP,
        long seed) {

    public Sampling {
        require(repetitionPenalty > 0 && repetitionPenalty <= 10, "repetitionPenalty must be in (0, 10]");
        require(repetitionWindow >= 0 && repetitionWindow <= 4096, "repetitionWindow must be in [0, 4096]");
        require(temperature >= 0 && temperature <= 5, "temperature must be in [0, 5]");
        require(topK >= 0, "topK must not be negative");
        require(topP > 0 && topP <= 1, "topP must be in (0, 1]");
        require(minP >= 0 && minP < 1, "minP must be in [0, 1)");
    }

    /** Plain sampling from the model's own distribution. */
    public static Sampling plain(long seed) {
        return new Sampling(1, 64, 1, 0, 1, 0, seed);
    }

    /** The most likely token at each step. */
    public static Sampling greedy() {
        return new Sampling(1, 64, 0, 0, 1, 0, 0);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, what);
        }
    }
}
