package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;

/**
 * The product's own scheme: a green list after each token (Kirchenbauer et al. 2023, algorithm 2), drawn by HMAC-SHA256
 * under a 256-bit key. Nothing else reads its marks. Each pair of neighbouring tokens counts once.
 */
public record KeyedGreenList(MarkKey key, GreenListParameters parameters) implements MarkScheme.OnTokens {

    @Override
    public String name() {
        return GreenListStageFactory.NAME;
    }

    @Override
    public LogitsStage marker() {
        return new GreenListStage(new GreenList(key, parameters), parameters.delta());
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    /** Hashes each distinct pair once, however many parts it lies in. */
    @Override
    public Parts parts(int[] tokens) {
        GreenList list = new GreenList(key, parameters);
        Numbers pairs = Numbers.of(tokens.length, 1, i -> (long) tokens[i - 1] << Integer.SIZE | tokens[i]);
        BitSet green = new BitSet();
        new DistinctPlaces(pairs)
                .forEach(0, tokens.length, i -> green.set(pairs.at(i), list.isGreen(tokens[i - 1], tokens[i])));
        DistinctPlaces places = new DistinctPlaces(pairs);
        return (from, to) -> Types.counted(places, pairs, green, Math.min(from + 1, to), to, parameters.gamma());
    }
}
