package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;
import java.util.function.DoubleSupplier;

/**
 * SWEET (Lee et al. 2024, "Who wrote this code? Watermarking for code generation", section 4): green lists where the
 * model's entropy is above a threshold, nothing elsewhere; code and figures stay as they are. Detection needs the
 * entropies again, thus the model.
 *
 * <p>Lists are the product's own by HMAC-SHA256, so marks of the authors' code cannot be read here, nor ours there. Each
 * pair of neighbouring tokens counts once, where any of its places is above the threshold. The p-value is honest
 * whatever the entropies are, as long as they do not depend on the key.
 *
 * @param threshold in nats; 0.9 as published
 */
public record EntropyGated(MarkKey key, GreenListParameters parameters, double threshold, TokenEntropies entropies)
        implements MarkScheme.OnTokens {

    /** The published threshold. */
    public static final double PUBLISHED_THRESHOLD = 0.9;

    private static final long NOT_GATED = -1;

    @Override
    public String name() {
        return "entropy-gated";
    }

    @Override
    public LogitsStage marker() {
        return new Stage(new GreenList(key, parameters), parameters.delta(), threshold);
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    /** Asks for the text's entropies once; a part's are those of its places in the whole text. */
    @Override
    public Parts parts(int[] tokens) {
        double[] uncertain = entropies.of(tokens);
        GreenList list = new GreenList(key, parameters);
        Numbers pairs = Numbers.of(
                tokens.length,
                1,
                i -> uncertain[i] > threshold ? (long) tokens[i - 1] << Integer.SIZE | tokens[i] : NOT_GATED);
        BitSet counts = new BitSet();
        BitSet green = new BitSet();
        new DistinctPlaces(pairs).forEach(1, tokens.length, i -> {
            counts.set(pairs.at(i), uncertain[i] > threshold);
            green.set(pairs.at(i), uncertain[i] > threshold && list.isGreen(tokens[i - 1], tokens[i]));
        });
        DistinctPlaces places = new DistinctPlaces(pairs);
        return (from, to) ->
                Types.counted(places, pairs, counts, green, Math.min(from + 1, to), to, parameters.gamma());
    }

    private record Stage(GreenList list, double delta, double threshold) implements LogitsStage.TokenBias {

        @Override
        public boolean biases(DoubleSupplier entropy) {
            return entropy.getAsDouble() > threshold;
        }

        @Override
        public double bias(int previous, int candidate) {
            return previous >= 0 && list.isGreen(previous, candidate) ? delta : 0;
        }

        @Override
        public double bound() {
            return delta;
        }
    }
}
