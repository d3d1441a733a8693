package dev.cloister.inference.remote;

/**
 * What a server was declared to do. Nothing beyond it is asked for: a server that ignores a field in silence would look
 * as if it had honoured it.
 *
 * @param kind which fields it knows beyond OpenAI's
 * @param contextTokens tokens of prompt and answer together
 * @param logitBiases most entries of {@code logit_bias}; 0 where it takes none. Marks by sparse biases need
 *     a hundred
 * @param topLogProbabilities most likeliest tokens per place; 0 where it gives no log-probabilities
 * @param tools whether it takes tools
 * @param schemas whether it keeps an answer to a JSON Schema
 */
public record ServerLimits(
        ServerKind kind, int contextTokens, int logitBiases, int topLogProbabilities, boolean tools, boolean schemas) {

    public ServerLimits {
        if (contextTokens < 256 || logitBiases < 0 || topLogProbabilities < 0 || topLogProbabilities > 20) {
            throw new IllegalArgumentException("a server has a context of at least 256 tokens, a logit_bias of 0 or"
                    + " more entries, and between 0 and 20 likeliest tokens");
        }
    }
}
