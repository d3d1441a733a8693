package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.key.MarkKey;
import org.junit.jupiter.api.Test;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ContextFreeSchemesTest {

    private static final int VOCABULARY = 2000;
    private static final SyntheticModel MODEL = new SyntheticModel(VOCABULARY, 0.9);
    private static final List<String> TOPICS = List.of("animals", "technology", "sports", "medicine");
    private static final Embedder EMBEDDER =
            texts -> texts.stream().map(ContextFreeSchemesTest::embed).toList();

    @Test
    void unigramIsFoundByItsKeyAndByNoOther() {
        foundByItsKeyAlone(51, 300, 1e-8, key -> new Unigram(key, Unigram.PUBLISHED));
    }

    @Test
    void topicIsFoundByItsKeyAndByNoOther() {
        foundByItsKeyAlone(52, 300, 1e-8, key -> new Topic(lists(key), 2, 3));
    }

    @Test
    void sparseBiasIsFoundByItsKeyAndByNoOther() {
        List<Integer> frequent =
                IntStream.range(0, SparseBias.MOST_ENTRIES).boxed().toList();
        foundByItsKeyAlone(53, 600, 1e-6, key -> new SparseBias(key, frequent, 4));
    }

    @Test
    void sparseBiasHasAnEntryForEachFrequentTokenAndHalfOfThemUp() {
        MarkKey key = key(new SplittableRandom(54));
        SparseBias scheme = new SparseBias(key, IntStream.range(0, 300).boxed().toList(), 4);
        assertEquals(300, scheme.logitBias().size());
        long up = scheme.logitBias().values().stream().filter(bias -> bias == 2).count();
        assertEquals(150, up, 45, "seed 54");
        assertThrows(
                WatermarkException.class,
                () -> new SparseBias(key, IntStream.range(0, 1025).boxed().toList(), 4));
        assertThrows(WatermarkException.class, () -> new SparseBias(key, List.of(1, 1), 4));
    }

    @Test
    void aTypeCountsOnce() {
        Unigram scheme = new Unigram(key(new SplittableRandom(55)), Unigram.PUBLISHED);
        assertEquals(scheme.score(new int[] {4, 5}), scheme.score(new int[] {4, 5, 4, 4, 4, 5, 4}));
    }

    @Test
    void topicListsDealWholeVocabularyAndKeepTopicalWordsOutOfTheEvidence() {
        TopicLists lists = lists(key(new SplittableRandom(56)));
        BitSet all = new BitSet();
        int sizes = 0;
        for (BitSet list : lists.lists()) {
            all.or(list);
            sizes += list.cardinality();
        }
        assertEquals(VOCABULARY, all.cardinality());
        assertEquals(VOCABULARY, sizes);
        assertTrue(lists.lists().get(1).get(10), "token 10 means technology");
        assertEquals(VOCABULARY - 40, lists.dealt().cardinality());
        assertEquals(0, new Topic(lists, 0, 2).score(new int[] {10, 11}).scored());
    }

    @Test
    void aPromptHasTheTopicItNamesElseTheNearest() {
        assertEquals(2, TopicVocabulary.topicOf("Why do people watch SPORTS?", TOPICS, EMBEDDER));
        assertEquals(3, TopicVocabulary.topicOf("medicine-10", List.of("a", "b", "c", "medicine"), EMBEDDER));
    }

    private static void foundByItsKeyAlone(
            long seed, int length, double found, Function<MarkKey, MarkScheme.OnTokens> schemes) {
        SplittableRandom random = new SplittableRandom(seed);
        MarkScheme.OnTokens scheme = schemes.apply(key(random));
        int[] text = MODEL.answer(scheme.marker(), length, random);
        double right = scheme.score(text).pValue();
        assertTrue(right < found, "seed " + seed + ", p = " + right);
        for (int i = 0; i < 20; i++) {
            double wrong = schemes.apply(key(random)).score(text).pValue();
            assertTrue(wrong > 1e-4, "seed " + seed + ", p of another key = " + wrong);
        }
    }

    private static TopicLists lists(MarkKey key) {
        List<String> vocabulary = IntStream.range(0, VOCABULARY)
                .mapToObj(id -> id < 40 ? TOPICS.get(id / 10) : "word " + id)
                .toList();
        return TopicLists.deal(key, TopicVocabulary.of(vocabulary, TOPICS, EMBEDDER));
    }

    /** Five axes: one for each topic's name, the last for everything else. */
    private static float[] embed(String text) {
        float[] place = new float[TOPICS.size() + 1];
        int topic = TOPICS.indexOf(text.split("-", 2)[0]);
        place[topic < 0 ? TOPICS.size() : topic] = 1;
        return place;
    }

    static MarkKey key(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }
}
