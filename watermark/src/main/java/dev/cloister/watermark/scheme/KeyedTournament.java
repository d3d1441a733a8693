package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;

/**
 * The product's own tournament: 2^layers tokens are drawn from the model's distribution and meet in pairs; in each layer
 * the token with g = 1 wins over one with g = 0, and a coin decides between equals (Dathathri et al. 2024, "Scalable
 * watermarking for identifying large language model outputs", Nature 634, methods, algorithm 2, two leaves a match). The
 * mean over keys of what is drawn is the model's own distribution.
 *
 * <p>A token's g in layer i is bit i of the first 8 bytes of HMAC-SHA256 under a 256-bit key of the tokens before it and
 * the token, each as u32 big-endian, where the published code has a linear hash under 64 bits. Nothing else reads its
 * marks. The first tokens of an answer, whose context is not whole, are drawn freely, so that one question has many
 * answers; a context that came before in the answer draws freely too. The detector counts each context once.
 */
public record KeyedTournament(MarkKey key, TournamentParameters parameters) implements MarkScheme.OnTokens {

    static final String NAME = "tournament";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogitsStage marker() {
        return new TournamentStage(TokenMac.of(key), parameters);
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    /** By chance all g values are fair coins. */
    @Override
    public Parts parts(int[] tokens) {
        int width = parameters.width();
        TokenMac mac = TokenMac.of(key);
        int[] wins = new int[tokens.length];
        for (int i = width; i < tokens.length; i++) {
            long bits = mac.firstEightBytes(Contexts.before(tokens, i, width, TournamentStage.NO_TOKEN), tokens[i]);
            wins[i] = Long.bitCount(bits & (1L << parameters.layers()) - 1);
        }
        DistinctPlaces places = new DistinctPlaces(Contexts.wholeNumbers(tokens, width));
        return (from, to) -> {
            int[] sum = new int[2];
            places.forEach(Math.min(from + width, to), to, i -> {
                sum[0] += wins[i];
                sum[1]++;
            });
            return Evidence.coins(sum[0], parameters.layers(), sum[1]);
        };
    }
}
