package dev.cloister.inference;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How likely a model finds a text.
 *
 * @param tokens the text's token ids, without the prompt's
 * @param logProbabilities for each token the natural logarithm of the model's probability of it after all tokens before
 *     it; NaN for a first token that nothing stands before, since no model predicts it
 * @param top for each token the likeliest tokens of its place, likeliest first; empty lists where none were asked for
 * @param probed what each probe returned, in the request's order
 */
public record TextScore(
        int[] tokens, double[] logProbabilities, List<List<TokenLogProbability>> top, List<byte[]> probed) {

    public TextScore {
        if (tokens.length != logProbabilities.length || tokens.length != top.size()) {
            throw new IllegalArgumentException("each token has one log-probability and one list of likeliest tokens");
        }
        tokens = tokens.clone();
        logProbabilities = logProbabilities.clone();
        top = List.copyOf(top);
        probed = List.copyOf(probed);
    }

    @Override
    public int[] tokens() {
        return tokens.clone();
    }

    @Override
    public double[] logProbabilities() {
        return logProbabilities.clone();
    }

    /** How many tokens have a log-probability: all, or all but the first. */
    public int predicted() {
        return (int) known().count();
    }

    /** The text's log-probability: the sum over its predicted tokens. */
    public double total() {
        return known().sum();
    }

    private DoubleStream known() {
        return DoubleStream.of(logProbabilities).filter(one -> !Double.isNaN(one));
    }
}
