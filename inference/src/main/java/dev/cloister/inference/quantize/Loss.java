package dev.cloister.inference.quantize;

import dev.cloister.inference.score.Perplexity;

/**
 * What a conversion cost on a text.
 *
 * @param before the source's perplexity
 * @param after the converted file's, over the same tokens
 */
public record Loss(Perplexity before, Perplexity after) {

    /** The perplexity's growth: 0.01 is one per cent; negative where the text became likelier. */
    public double growth() {
        return after.value() / before.value() - 1;
    }
}
