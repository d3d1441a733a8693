package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.prf.SynthIdHash;
import dev.cloister.watermark.statistics.Evidence;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SynthID-Text: tournament sampling in its vectorised, non-distortionary form with two leaves (Dathathri et al. 2024,
 * "Scalable watermarking for identifying large language model outputs", Nature 634, methods, "Tournament sampling").
 * Layer by layer a candidate's probability is multiplied by 1 + g - sum(g p), after temperature and truncation.
 *
 * <p>Compatible with the published code (n-grams of five, 64-bit keys, contexts of generated tokens that begin with
 * zeros, a repeated context among the last 1024 draws without mark). Not compatible with the variant in Hugging Face's
 * Transformers, which samples g from a table.
 *
 * @param keys one for each layer; 30 as published, at most 64
 */
public record SynthId(List<Long> keys) implements MarkScheme.OnTokens {

    static final int WIDTH = 4;

    private static final int NO_TOKEN = 0;
    private static final int HISTORY = 1024;
    private static final double FIRST_WEIGHT = 10;
    private static final double LAST_WEIGHT = 1;

    public SynthId {
        keys = List.copyOf(keys);
    }

    @Override
    public String name() {
        return "synthid";
    }

    @Override
    public LogitsStage marker() {
        return new SynthIdStage(hash(), new GeneratedContexts(WIDTH, NO_TOKEN, HISTORY));
    }

    /**
     * The weighted mean (Dathathri et al. 2024, supplementary, "Weighted mean"): weights fall from 10 to 1 over the
     * layers. By chance g values are fair coins, so their weighted sum is taken as normal; it has lighter tails than that.
     */
    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    @Override
    public Parts parts(int[] tokens) {
        SynthIdHash hash = hash();
        double[] sums = new double[tokens.length];
        for (int i = WIDTH; i < tokens.length; i++) {
            sums[i] = weighted(hash.bits(hash.after(Contexts.before(tokens, i, WIDTH, NO_TOKEN)), tokens[i]));
        }
        double variance = IntStream.range(0, keys.size())
                .mapToDouble(layer -> weight(layer) * weight(layer) / 4)
                .sum();
        DistinctPlaces places = new DistinctPlaces(Contexts.numbers(tokens, NO_TOKEN, WIDTH));
        return (from, to) -> {
            double[] sum = new double[2];
            places.forEach(Math.min(from + WIDTH, to), to, i -> {
                sum[0] += sums[i];
                sum[1]++;
            });
            return Evidence.normal(sum[0] / Math.sqrt(Math.max(variance * sum[1], Double.MIN_NORMAL)), (int) sum[1]);
        };
    }

    /** The weighted sum of a token's g values, less its mean by chance. */
    private double weighted(long bits) {
        double sum = 0;
        for (int layer = 0; layer < keys.size(); layer++) {
            sum += weight(layer) * ((bits >>> layer & 1) - 0.5);
        }
        return sum;
    }

    /** The g values of the tokens with distinct contexts, layer i in bit i: what a detector is trained on. */
    public long[] bits(int[] tokens) {
        SynthIdHash hash = hash();
        return Contexts.whole(tokens, WIDTH).stream()
                .mapToLong(place -> hash.bits(hash.after(place.context()), place.token()))
                .toArray();
    }

    @Override
    public String toString() {
        return "SynthId[keys hidden]";
    }

    SynthIdHash hash() {
        return new SynthIdHash(keys.stream().mapToLong(Long::longValue).toArray());
    }

    private double weight(int layer) {
        return keys.size() == 1
                ? FIRST_WEIGHT
                : FIRST_WEIGHT + (LAST_WEIGHT - FIRST_WEIGHT) * layer / (keys.size() - 1);
    }
}
