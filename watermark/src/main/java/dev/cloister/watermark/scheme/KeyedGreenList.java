package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

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
        Map<Long, Integer> numbers = new HashMap<>();
        int[] pairs = new int[tokens.length];
        BitSet green = new BitSet();
        for (int i = 1; i < tokens.length; i++) {
            int next = numbers.size();
            int number = numbers.computeIfAbsent((long) tokens[i - 1] << Integer.SIZE | tokens[i], same -> next);
            if (number == next && list.isGreen(tokens[i - 1], tokens[i])) {
                green.set(number);
            }
            pairs[i] = number;
        }
        return new GreenPairs(pairs, green, numbers.size(), parameters.gamma());
    }

    /** Which pairs of neighbours are green: pair i ends with token i. */
    private static final class GreenPairs implements Parts {

        private final int[] pairs;
        private final BitSet green;
        private final double gamma;
        private final int[] countedIn;
        private int part;

        GreenPairs(int[] pairs, BitSet green, int distinct, double gamma) {
            this.pairs = pairs;
            this.green = green;
            this.gamma = gamma;
            this.countedIn = new int[distinct];
        }

        @Override
        public Evidence score(int from, int to) {
            part++;
            int scored = 0;
            int found = 0;
            for (int i = from + 1; i < to; i++) {
                int pair = pairs[i];
                if (countedIn[pair] != part) {
                    countedIn[pair] = part;
                    scored++;
                    found += green.get(pair) ? 1 : 0;
                }
            }
            return Evidence.binomial(found, scored, gamma);
        }
    }
}
