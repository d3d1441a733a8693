package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.HashSet;
import java.util.Set;

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
        GreenList list = new GreenList(key, parameters);
        Set<Long> seen = new HashSet<>();
        int green = 0;
        for (int i = 1; i < tokens.length; i++) {
            if (seen.add((long) tokens[i - 1] << Integer.SIZE | tokens[i]) && list.isGreen(tokens[i - 1], tokens[i])) {
                green++;
            }
        }
        return Evidence.binomial(green, seen.size(), parameters.gamma());
    }
}
