package dev.cloister.inference;

import java.util.Map;
import java.util.Optional;

/**
 * How the next token is drawn. The steps run in the order of the fields, those of {@link Penalties} likewise; each sees
 * what the steps before it left. Stages (see {@link LogitsStage}) follow, then the draw. A token that an answer's form
 * refuses is never drawn: where truncation left none that fits, the fitting ones are weighed among themselves, and where
 * only one can follow, it is taken without a draw.
 *
 * @param logitBias what is added to single tokens' logits, by token id, each in [-100, 100] as in OpenAI's API
 * @param penalties what lowers tokens that came before
 * @param temperature 0 takes the most likely token; otherwise logits are divided by it
 * @param topK keep the k most likely; 0 switches it off
 * @param typicalP keep the tokens whose surprise is nearest to the entropy, up to this much probability (Meister et al.
 *     2023, section 4); 1 switches it off
 * @param topP keep the smallest set with this much probability (Holtzman et al. 2019); 1 switches it off
 * @param minP keep what has at least this share of the likeliest token's probability (Nguyen et al. 2024); 0 switches it
 *     off
 * @param seed the same seed and request give the same text whatever else runs
 */
public record Sampling(
        Map<Integer, Double> logitBias,
        Penalties penalties,
        double temperature,
        int topK,
        double typicalP,
        double topP,
        double minP,
        long seed) {

    private static final int MOST_BIASES = 1024;
    private static final double LARGEST_BIAS = 100;

    public Sampling {
        logitBias = Map.copyOf(logitBias);
        require(logitBias.size() <= MOST_BIASES, "logitBias must hold at most " + MOST_BIASES + " tokens");
        logitBias.forEach((token, bias) -> {
            require(token >= 0, "logitBias is given by token id");
            require(Math.abs(bias) <= LARGEST_BIAS, "each logitBias must be in [-100, 100]");
        });
        require(temperature >= 0 && temperature <= 5, "temperature must be in [0, 5]");
        require(topK >= 0, "topK must not be negative");
        require(typicalP > 0 && typicalP <= 1, "typicalP must be in (0, 1]");
        require(topP > 0 && topP <= 1, "topP must be in (0, 1]");
        require(minP >= 0 && minP < 1, "minP must be in [0, 1)");
    }

    /**
     * What lowers the logits of tokens that came before.
     *
     * @param window how many tokens back the repetition penalty looks, prompt included
     * @param repetition logits of tokens seen are divided (positive) or multiplied (negative) by it; 1 switches it off
     *     (Keskar et al. 2019, section 4.1)
     * @param presence subtracted once from each token of the answer so far (not of the prompt), as in OpenAI's API; 0 switches it off
     * @param frequency subtracted for each time that the token stands in the answer so far; 0 switches it off
     * @param dry lowers what would go on with a repeated sequence
     */
    public record Penalties(int window, double repetition, double presence, double frequency, Optional<Dry> dry) {

        /** Lowers nothing. */
        public static final Penalties NONE = new Penalties(64, 1, 0, 0, Optional.empty());

        public Penalties {
            require(window >= 0 && window <= 4096, "the penalties' window must be in [0, 4096]");
            require(repetition > 0 && repetition <= 10, "repetitionPenalty must be in (0, 10]");
            require(Math.abs(presence) <= 2, "presencePenalty must be in [-2, 2]");
            require(Math.abs(frequency) <= 2, "frequencyPenalty must be in [-2, 2]");
        }
    }

    /**
     * "Don't repeat yourself": a token that would lengthen a repetition of n tokens loses multiplier * base^(n -
     * allowedLength) where n reaches the allowed length. Tokens with a newline, a colon, a quote or an asterisk end a
     * repetition, and never lose anything.
     *
     * @param multiplier the penalty's size, positive
     * @param base how it grows, at least 1
     * @param allowedLength the longest repetition that costs nothing, less one; at least 1
     * @param window how many tokens back a repetition may lie
     */
    public record Dry(double multiplier, double base, int allowedLength, int window) {

        public Dry {
            require(multiplier > 0 && multiplier <= 100, "dryMultiplier must be in (0, 100]");
            require(base >= 1 && base <= 10, "dryBase must be in [1, 10]");
            require(allowedLength >= 1 && allowedLength <= 4096, "dryAllowedLength must be in [1, 4096]");
            require(window >= 0 && window <= 4096, "dryWindow must be in [0, 4096]");
        }
    }

    /** Plain sampling from the model's own distribution. */
    public static Sampling plain(long seed) {
        return new Sampling(Map.of(), Penalties.NONE, 1, 0, 1, 1, 0, seed);
    }

    /** The most likely token at each step. */
    public static Sampling greedy() {
        return plain(0).withTemperature(0);
    }

    public Sampling withLogitBias(Map<Integer, Double> to) {
        return new Sampling(to, penalties, temperature, topK, typicalP, topP, minP, seed);
    }

    public Sampling withPenalties(Penalties to) {
        return new Sampling(logitBias, to, temperature, topK, typicalP, topP, minP, seed);
    }

    /** The repetition penalty over the last tokens. */
    public Sampling withRepetitionPenalty(double repetition, int window) {
        return withPenalties(
                new Penalties(window, repetition, penalties.presence(), penalties.frequency(), penalties.dry()));
    }

    public Sampling withTemperature(double to) {
        return new Sampling(logitBias, penalties, to, topK, typicalP, topP, minP, seed);
    }

    public Sampling withTopK(int to) {
        return new Sampling(logitBias, penalties, temperature, to, typicalP, topP, minP, seed);
    }

    public Sampling withTypicalP(double to) {
        return new Sampling(logitBias, penalties, temperature, topK, to, topP, minP, seed);
    }

    public Sampling withTopP(double to) {
        return new Sampling(logitBias, penalties, temperature, topK, typicalP, to, minP, seed);
    }

    public Sampling withMinP(double to) {
        return new Sampling(logitBias, penalties, temperature, topK, typicalP, topP, to, seed);
    }

    public Sampling withSeed(long to) {
        return new Sampling(logitBias, penalties, temperature, topK, typicalP, topP, minP, to);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, what);
        }
    }
}
