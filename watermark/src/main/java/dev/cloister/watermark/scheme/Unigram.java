package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;

/**
 * One green list for all contexts (Zhao et al. 2024, "Provable robust watermarking for AI-generated text", algorithm 1).
 * It stands more editing than lists by context, and is the easiest to find out by counting words.
 *
 * <p>The list is drawn by HMAC-SHA256, a token being green with probability gamma; so marks of the authors' code, which
 * shuffles by NumPy's generator, cannot be read here, nor ours there. Each type counts once (their section 5.2, "unique
 * detector").
 */
public record Unigram(MarkKey key, GreenListParameters parameters) implements MarkScheme.OnTokens {

    /** As published: half of the tokens, two nats. */
    public static final GreenListParameters PUBLISHED = new GreenListParameters(0.5, 2);

    private static final int NO_CONTEXT = -1;

    @Override
    public String name() {
        return "unigram";
    }

    @Override
    public LogitsStage marker() {
        GreenList list = new GreenList(key, parameters);
        return new FixedBias(token -> list.isGreen(NO_CONTEXT, token) ? parameters.delta() : 0, parameters.delta());
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    @Override
    public Parts parts(int[] tokens) {
        GreenList list = new GreenList(key, parameters);
        return Types.of(tokens, token -> true, token -> list.isGreen(NO_CONTEXT, token), parameters.gamma());
    }
}
