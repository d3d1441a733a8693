package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.Gumbel;
import dev.cloister.watermark.scheme.KgwGreenList;
import dev.cloister.watermark.scheme.KgwSeeding;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.scheme.SparseBias;
import dev.cloister.watermark.scheme.SynthId;
import dev.cloister.watermark.scheme.Unigram;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The schemes that the benchmark tries beside the default one, each with a fresh key. Those that need more than logits
 * are not among them: topics (an embedding of each token), entropy gates (the model in the detector), choice of
 * sentences.
 */
final class SchemeArms {

    private static final int LAYERS = 30;
    private static final double SPARSE_DELTA = 4;

    private SchemeArms() {}

    static List<MarkScheme.OnTokens> of(int vocabulary, List<int[]> human, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return List.of(
                new Gumbel(random.nextLong()),
                new KgwGreenList(
                        KgwSeeding.LEFT_HASH, KgwGreenList.PUBLISHED_KEY, vocabulary, GreenListParameters.DEFAULT),
                new KgwGreenList(
                        KgwSeeding.SELF_HASH, KgwGreenList.PUBLISHED_KEY, vocabulary, GreenListParameters.DEFAULT),
                new SynthId(random.longs(LAYERS).boxed().toList()),
                new Unigram(key(random), Unigram.PUBLISHED),
                new SparseBias(key(random), frequent(human), SPARSE_DELTA));
    }

    /** The tokens that human text uses most, as many as servers take. */
    static List<Integer> frequent(List<int[]> human) {
        Map<Integer, Integer> times = new HashMap<>();
        human.forEach(text -> Arrays.stream(text).forEach(token -> times.merge(token, 1, Integer::sum)));
        return times.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SparseBias.MOST_ENTRIES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static MarkKey key(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }
}
