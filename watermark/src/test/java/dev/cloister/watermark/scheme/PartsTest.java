package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Parts of a text have the evidence that they have as texts by themselves. */
final class PartsTest {

    private static final int VOCABULARY = 400;

    static Stream<MarkScheme> schemes() {
        SplittableRandom random = new SplittableRandom(81);
        MarkKey key = ContextFreeSchemesTest.key(random);
        List<String> words =
                IntStream.range(0, VOCABULARY).mapToObj(id -> "w" + id).toList();
        TopicVocabulary vocabulary = TopicVocabulary.of(words, List.of("a", "b", "c"), texts -> texts.stream()
                .map(text -> new float[] {text.length() == 1 ? 1 : 0})
                .toList());
        TokenEntropies byPrevious = tokens -> {
            double[] entropies = new double[tokens.length];
            Arrays.setAll(entropies, i -> i > 0 && tokens[i - 1] % 3 > 0 ? 2 : 0);
            return entropies;
        };
        return Stream.of(
                new KgwGreenList(KgwSeeding.LEFT_HASH, 15485863, VOCABULARY, GreenListParameters.DEFAULT),
                new KgwGreenList(KgwSeeding.SELF_HASH, 15485863, VOCABULARY, GreenListParameters.DEFAULT),
                new KeyedTournament(key, TournamentParameters.DEFAULT),
                new Topic(TopicLists.deal(key, vocabulary), 0, 2),
                new EntropyGated(key, GreenListParameters.DEFAULT, 0.9, byPrevious));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void ofATextHaveTheirOwnEvidence(MarkScheme scheme) {
        int[] text = new SplittableRandom(82).ints(120, 0, 40).toArray();
        MarkScheme.Parts parts = scheme.parts(text);
        for (int[] part : List.of(new int[] {0, 120}, new int[] {0, 50}, new int[] {30, 90}, new int[] {119, 120})) {
            Evidence own = scheme.score(Arrays.copyOfRange(text, part[0], part[1]));
            assertEquals(own, parts.score(part[0], part[1]), "seed 82, " + Arrays.toString(part));
        }
        assertTrue(parts.score(0, 120).scored() > 10);
    }
}
