package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.human.HumanWheel;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.EntropyGated;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.Gumbel;
import dev.cloister.watermark.scheme.KeyedGreenList;
import dev.cloister.watermark.scheme.KeyedTournament;
import dev.cloister.watermark.scheme.KgwGreenList;
import dev.cloister.watermark.scheme.KgwSeeding;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.scheme.SentenceChoice;
import dev.cloister.watermark.scheme.SparseBias;
import dev.cloister.watermark.scheme.SynthId;
import dev.cloister.watermark.scheme.Topic;
import dev.cloister.watermark.scheme.TopicLists;
import dev.cloister.watermark.scheme.TopicVocabulary;
import dev.cloister.watermark.scheme.TournamentParameters;
import dev.cloister.watermark.scheme.Unigram;
import dev.cloister.watermark.statistics.ClopperPearson;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * False positives of every scheme on human prose at a nominal 1 %. Each window meets keys of its own, so that all results
 * are independent and their number is binomial, whatever the texts have in common.
 */
final class CalibrationTest {

    private static final int WINDOWS = 2000;
    private static final int LENGTH = 200;
    private static final double NOMINAL = 0.01;
    private static final double CONFIDENCE = 0.9995;
    private static final List<Integer> FREQUENT =
            IntStream.range(0, SparseBias.MOST_ENTRIES).boxed().toList();
    /** The most frequent words; others are on no topic's list. */
    private static final List<String> WORDS =
            IntStream.range(0, 1000).mapToObj(Integer::toString).toList();

    private static List<int[]> human = List.of();

    @BeforeAll
    static void readHumanTexts() throws Exception {
        human = HumanWheel.windows(LENGTH, WINDOWS);
        assertTrue(human.size() == WINDOWS, "only " + human.size() + " windows");
    }

    private enum Scheme {
        GREEN_LIST(2, random -> new KeyedGreenList(key(random), GreenListParameters.DEFAULT)),
        GUMBEL(5, random -> new Gumbel(random.nextLong())),
        KGW_LEFT_HASH(1, random -> kgw(KgwSeeding.LEFT_HASH, random)),
        KGW_SELF_HASH(1, random -> kgw(KgwSeeding.SELF_HASH, random)),
        SYNTHID(4, random -> new SynthId(random.longs(30).boxed().toList())),
        UNIGRAM(4, random -> new Unigram(key(random), Unigram.PUBLISHED)),
        SPARSE_BIAS(4, random -> new SparseBias(key(random), FREQUENT, 4)),
        ENTROPY_GATED(
                4,
                random -> new EntropyGated(key(random), GreenListParameters.DEFAULT, 0.9, tokens -> {
                    double[] entropies = new double[tokens.length];
                    Arrays.setAll(entropies, i -> i > 0 && tokens[i - 1] % 2 == 0 ? 2 : 0);
                    return entropies;
                })),
        SENTENCE_CHOICE(2, random -> new SentenceChoice(key(random))),
        TOURNAMENT(4, random -> new KeyedTournament(key(random), TournamentParameters.DEFAULT));

        private final int keysPerWindow;
        private final Function<SplittableRandom, MarkScheme> keyed;

        Scheme(int keysPerWindow, Function<SplittableRandom, MarkScheme> keyed) {
            this.keysPerWindow = keysPerWindow;
            this.keyed = keyed;
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsOnePercentOfHumanWindowsMarked(Scheme scheme) {
        long seed = 900 + scheme.ordinal();
        ClopperPearson.Interval interval = falsePositives(scheme.name(), seed, scheme.keysPerWindow, scheme.keyed);
        assertTrue(
                interval.low() <= NOMINAL && NOMINAL <= interval.high(),
                scheme + ", seed " + seed + ": the false-positive rate is in " + interval);
    }

    /** Below the nominal rate, and not by much: Bonferroni, and types drawn from a thousand without replacement. */
    @Test
    void callsAtMostOnePercentMarkedWhereFourTopicsAreTried() {
        TopicVocabulary vocabulary = TopicVocabulary.of(WORDS, List.of("a", "b", "c", "d"), texts -> texts.stream()
                .map(text -> new float[] {Character.isDigit(text.charAt(0)) ? 0 : 1})
                .toList());
        ClopperPearson.Interval interval =
                falsePositives("TOPIC", 950, 1, random -> new Topic(TopicLists.deal(key(random), vocabulary), 0, 2));
        assertTrue(interval.low() <= NOMINAL && interval.high() >= NOMINAL / 2, "seed 950: " + interval);
    }

    /** The flaw that counting types once avoids; the band must be able to see it. */
    @Test
    void theBandRefusesADetectorThatCountsEveryOccurrence() {
        ClopperPearson.Interval interval = rate("EVERY_OCCURRENCE", 960, 1, (tokens, random) -> {
            MarkKey key = key(random);
            Unigram scheme = new Unigram(key, Unigram.PUBLISHED);
            int green = Arrays.stream(tokens)
                    .map(token -> scheme.score(new int[] {token}).z() > 0 ? 1 : 0)
                    .sum();
            return Evidence.binomial(green, tokens.length, 0.5);
        });
        assertFalse(interval.low() <= NOMINAL, "seed 960: " + interval);
    }

    private interface Score {
        Evidence of(int[] tokens, SplittableRandom random);
    }

    private static ClopperPearson.Interval falsePositives(
            String name, long seed, int keys, Function<SplittableRandom, MarkScheme> keyed) {
        return rate(name, seed, keys, (tokens, random) -> keyed.apply(random).score(tokens));
    }

    private static ClopperPearson.Interval rate(String name, long seed, int keys, Score score) {
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int[] window : human) {
            for (int i = 0; i < keys; i++) {
                found += score.of(window, random).pValue(random.nextDouble()) <= NOMINAL ? 1 : 0;
            }
        }
        int trials = human.size() * keys;
        System.out.printf("%s: seed %d, %d of %d windows at p <= %s%n", name, seed, found, trials, NOMINAL);
        return ClopperPearson.of(found, trials, CONFIDENCE);
    }

    private static KgwGreenList kgw(KgwSeeding seeding, SplittableRandom random) {
        return new KgwGreenList(
                seeding, random.nextLong(1, Integer.MAX_VALUE), HumanWheel.VOCABULARY, GreenListParameters.DEFAULT);
    }

    private static MarkKey key(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }
}
