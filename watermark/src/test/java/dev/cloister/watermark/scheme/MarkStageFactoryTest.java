package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.watermark.key.MarkKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class MarkStageFactoryTest {

    private static final SyntheticModel MODEL = new SyntheticModel(300, 1);

    static Stream<MarkScheme.OnTokens> schemes() {
        SplittableRandom random = new SplittableRandom(91);
        MarkKey key = ContextFreeSchemesTest.key(random);
        SynthId synthId = new SynthId(random.longs(30).boxed().toList());
        List<String> words = IntStream.range(0, 300).mapToObj(id -> "w" + id).toList();
        TopicVocabulary vocabulary = TopicVocabulary.of(words, List.of("a", "b"), texts -> texts.stream()
                .map(text -> new float[] {text.length() == 1 ? 1 : 0})
                .toList());
        TopicLists lists = TopicLists.deal(key, vocabulary);
        return Stream.of(
                new Gumbel(random.nextLong()),
                new KeyedGreenList(key, GreenListParameters.DEFAULT),
                new KeyedTournament(key, new TournamentParameters(3, 5)),
                new KgwGreenList(KgwSeeding.LEFT_HASH, 15485863, 300, GreenListParameters.DEFAULT),
                new KgwGreenList(KgwSeeding.SELF_HASH, 15485863, 300, GreenListParameters.DEFAULT),
                synthId,
                new SynthIdBayesian(synthId, LayerTraining.train(30, List.of(new long[] {1}), List.of(new long[] {2}))),
                new Unigram(key, Unigram.PUBLISHED),
                new SparseBias(key, IntStream.range(0, 300).boxed().toList(), 4),
                new Topic(lists, 1, 3),
                new EntropyGated(key, GreenListParameters.DEFAULT, 0.9, tokens -> new double[tokens.length]));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aMarkerFromItsBytesMarksAsTheSchemeDoes(MarkScheme.OnTokens scheme) {
        LogitsStage again =
                new MarkStageFactory().create(MarkStageFactory.spec(scheme).parameters());
        assertArrayEquals(
                MODEL.answer(scheme.marker(), 30, new SplittableRandom(92)),
                MODEL.answer(again, 30, new SplittableRandom(92)),
                scheme.name());
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void refusesBytesThatAreCutShortOrTooLong(MarkScheme.OnTokens scheme) {
        byte[] whole = MarkStageFactory.spec(scheme).parameters();
        MarkStageFactory factory = new MarkStageFactory();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IllegalArgumentException.class, () -> factory.create(cut));
        }
        assertThrows(IllegalArgumentException.class, () -> factory.create(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void theWorkerFindsItByName() {
        assertTrue(ServiceLoader.load(LogitsStageFactory.class).stream()
                .anyMatch(provider -> provider.get().name().equals(MarkStageFactory.NAME)));
        assertEquals("StageSpec[mark]", MarkStageFactory.spec(new Gumbel(7)).toString());
    }
}
