package dev.cloister.watermark.scheme;

/** The model's uncertainty before each token of a text. */
@FunctionalInterface
public interface TokenEntropies {

    /**
     * @param tokens a text, without its prompt
     * @return as many entropies in nats: of the distribution from which the token at that place was drawn, as near as it
     *     can be known without the prompt
     */
    double[] of(int[] tokens);
}
