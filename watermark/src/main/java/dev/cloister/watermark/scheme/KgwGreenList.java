package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Green lists of the published code (Kirchenbauer et al. 2023, "A watermark for large language models", algorithms 2 and
 * 3; 2023b, "On the reliability of watermarks", section 3): delta is added to the logits of floor(gamma V) tokens that
 * PyTorch's CPU generator draws.
 *
 * <p>Compatible with the authors' {@code lefthash} and {@code selfhash}, whose default key is {@link #PUBLISHED_KEY}, in
 * both directions. The generator's seed has 32 bits, so the lists can be found by trying: these marks show where a text
 * comes from, and stop no forger.
 *
 * <p>Left hash counts a distinct pair once. Self hash counts a distinct pair of seed and token once, which is stricter
 * than the published "ignore repeated n-grams": where the candidate's own hash is the least, n-grams that differ share
 * list and token, and are no further evidence.
 *
 * @param key what ids are multiplied by, 1 to 2^31 - 1
 * @param vocabulary how many logits the model has; the lists depend on it
 */
public record KgwGreenList(KgwSeeding seeding, long key, int vocabulary, GreenListParameters parameters)
        implements MarkScheme.OnTokens {

    /** The key of the published code. */
    public static final long PUBLISHED_KEY = 15485863;

    /** As the published code's rule "fixed_compute": only so many likeliest candidates are tried for self hash. */
    private static final int SELF_HASH_CANDIDATES = 41;

    public KgwGreenList {
        if (key < 1 || key > Integer.MAX_VALUE || vocabulary < 2) {
            throw new WatermarkException(
                    Code.PARAMETERS_INVALID,
                    "A published green list has a key from 1 to 2^31 - 1 and two tokens or more.");
        }
    }

    @Override
    public String name() {
        return seeding.code();
    }

    @Override
    public LogitsStage marker() {
        KgwLists lists = new KgwLists(this);
        return switch (seeding) {
            case LEFT_HASH -> new LeftHash(lists, parameters.delta());
            case SELF_HASH -> new SelfHash(lists, (float) parameters.delta());
        };
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    /** Asks about each distinct pair once, however many parts it lies in. */
    @Override
    public Parts parts(int[] tokens) {
        KgwLists lists = new KgwLists(this);
        int width = seeding.width();
        int[] seeds = new int[tokens.length];
        for (int i = width; i < tokens.length; i++) {
            seeds[i] = lists.seed(Arrays.copyOfRange(tokens, i - width, i), tokens[i]);
        }
        Numbers pairs = Numbers.of(tokens.length, width, i -> (long) seeds[i] << Integer.SIZE | tokens[i]);
        BitSet green = new BitSet();
        new DistinctPlaces(pairs)
                .forEach(0, tokens.length, i -> green.set(pairs.at(i), lists.isGreenAlone(seeds[i], tokens[i])));
        BitSet all = new BitSet();
        all.set(0, pairs.count());
        DistinctPlaces places = new DistinctPlaces(pairs);
        double share = (double) listSize() / vocabulary;
        return (from, to) -> Types.counted(places, pairs, all, green, Math.min(from + width, to), to, share);
    }

    /** floor(gamma V). */
    int listSize() {
        return (int) (vocabulary * parameters.gamma());
    }

    private record LeftHash(KgwLists lists, double delta) implements LogitsStage.TokenBias {

        @Override
        public double bias(int previous, int candidate) {
            return previous >= 0 && lists.isGreen(lists.seed(new int[] {previous}, candidate), candidate) ? delta : 0;
        }

        @Override
        public double bound() {
            return delta;
        }
    }

    private record SelfHash(KgwLists lists, float delta) implements LogitsStage.CandidateStage {

        @Override
        public void apply(int[] context, int[] candidates, float[] logits) {
            int width = KgwSeeding.SELF_HASH.width();
            if (context.length < width) {
                return;
            }
            int[] last = Contexts.last(context, width, 0);
            for (int i : likeliest(logits)) {
                if (lists.isGreenAlone(lists.seed(last, candidates[i]), candidates[i])) {
                    logits[i] += delta;
                }
            }
        }

        /** Where the largest logits stand; of those that tie the first. */
        private static List<Integer> likeliest(float[] logits) {
            PriorityQueue<Integer> kept = new PriorityQueue<>(Comparator.comparingDouble((Integer i) -> logits[i])
                    .thenComparing(Comparator.<Integer>reverseOrder()));
            for (int i = 0; i < logits.length; i++) {
                if (kept.size() < SELF_HASH_CANDIDATES) {
                    kept.add(i);
                } else if (logits[i] > logits[kept.element()]) {
                    kept.remove();
                    kept.add(i);
                }
            }
            return List.copyOf(kept);
        }
    }
}
