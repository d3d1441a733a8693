package dev.cloister.watermark.benchmark.published;

import dev.cloister.watermark.scheme.Embedder;
import dev.cloister.watermark.scheme.TopicVocabulary;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

final class TopicWatermarkTest {

    private static final List<String> TOPICS = List.of("animals", "technology", "sports", "medicine");

    /** An axis for each topic, the last for all else; a word's first letter tells. */
    private static final Embedder BY_LETTER = texts -> texts.stream()
            .map(text -> {
                float[] place = new float[TOPICS.size() + 1];
                place[Math.floorMod("atsm".indexOf(text.charAt(0)), TOPICS.size() + 1)] = 1;
                return place;
            })
            .toList();

    @Test
    void countsEveryTokenFromTheSecondOn() {
        TopicVocabulary vocabulary = vocabulary(200);
        TopicWatermark watermark = new TopicWatermark(vocabulary, new SplittableRandom(71));
        int near = vocabulary.near(1)[0];
        // Lists of fifty tokens each: gamma is a quarter.
        assertEquals((3 - 0.75) / Math.sqrt(3 * 0.1875), watermark.z(new int[] {0, near, near, near}, 1), 1e-12);
        assertEquals((0 - 0.75) / Math.sqrt(3 * 0.1875), watermark.z(new int[] {0, near, near, near}, 2), 1e-12);
        assertEquals(
                watermark.z(new int[] {0, near, near, near}, 1),
                watermark.largestZ(new int[] {0, near, near, near}),
                1e-12);
        assertEquals(0, watermark.z(new int[] {near}, 1));
    }

    @Test
    void anotherShuffleGivesOtherLists() {
        TopicVocabulary vocabulary = vocabulary(200);
        int[] text = IntStream.range(0, 100).toArray();
        assertEquals(
                new TopicWatermark(vocabulary, new SplittableRandom(72)).z(text, 0),
                new TopicWatermark(vocabulary, new SplittableRandom(72)).z(text, 0));
        assertNotEquals(
                new TopicWatermark(vocabulary, new SplittableRandom(72)).z(text, 0),
                new TopicWatermark(vocabulary, new SplittableRandom(73)).z(text, 0));
    }

    @Test
    void theTextsKeywordsTellItsTopic() {
        KeywordTopics topics = new KeywordTopics(TOPICS, BY_LETTER);
        assertEquals(2, topics.of("We talk about sports, and of nothing else"));
        assertEquals(1, topics.of("the tape and the tower"));
        assertEquals(3, topics.majority(List.of("masks", "tape tower", "mist and the moon")));
    }

    private static TopicVocabulary vocabulary(int size) {
        List<String> words = IntStream.range(0, size)
                .mapToObj(id -> id % 10 == 0 ? TOPICS.get(id / 10 % 4) : "word" + id)
                .toList();
        return TopicVocabulary.of(words, TOPICS, BY_LETTER);
    }
}
