package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which tokens of a vocabulary are near a topic (Nemecek et al. 2024, "Topic-based watermarks for large language models",
 * section on list generation). It depends on no key, so that one is enough for all keys of a model.
 */
public final class TopicVocabulary {

    /** The cosine from which on a string belongs to a topic, as published. */
    public static final double NEAR = 0.7;

    private static final int NONE = -1;

    private final int topics;
    private final int[] nearTopic;

    private TopicVocabulary(int topics, int[] nearTopic) {
        this.topics = topics;
        this.nearTopic = nearTopic;
    }

    /**
     * Looks for the topics' own words. Spaces around a string do not count.
     *
     * @param vocabulary the string of each token id
     * @param topics at least two
     */
    public static TopicVocabulary of(List<String> vocabulary, List<String> topics, Embedder embedder) {
        if (topics.size() < 2) {
            throw new WatermarkException(Code.PARAMETERS_INVALID, "Topic lists need two topics or more.");
        }
        List<float[]> centres = embedder.embed(topics);
        List<String> words = vocabulary.stream().map(String::strip).distinct().toList();
        Map<String, Integer> topicOfWord = new HashMap<>();
        for (int from = 0; from < words.size(); from += Embedder.MOST_TEXTS) {
            List<String> some = words.subList(from, Math.min(words.size(), from + Embedder.MOST_TEXTS));
            List<float[]> places = embedder.embed(some);
            for (int i = 0; i < some.size(); i++) {
                int nearest = nearest(places.get(i), centres);
                topicOfWord.put(
                        some.get(i), Embedder.cosine(places.get(i), centres.get(nearest)) >= NEAR ? nearest : NONE);
            }
        }
        return new TopicVocabulary(
                topics.size(),
                vocabulary.stream()
                        .mapToInt(string -> topicOfWord.getOrDefault(string.strip(), NONE))
                        .toArray());
    }

    /** The topic of a prompt: the one it names, else the nearest. */
    public static int topicOf(String prompt, List<String> topics, Embedder embedder) {
        List<String> words = Arrays.asList(prompt.toLowerCase(Locale.ROOT).split("\\W+"));
        for (int topic = 0; topic < topics.size(); topic++) {
            if (words.contains(topics.get(topic).toLowerCase(Locale.ROOT))) {
                return topic;
            }
        }
        return nearest(embedder.embed(prompt), embedder.embed(topics));
    }

    /** The place in the list of the vector that forms the smallest angle with it. */
    public static int nearest(float[] place, List<float[]> centres) {
        int nearest = 0;
        for (int i = 1; i < centres.size(); i++) {
            if (Embedder.cosine(place, centres.get(i)) > Embedder.cosine(place, centres.get(nearest))) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** How many tokens there are. */
    public int size() {
        return nearTopic.length;
    }

    /** How many topics there are. */
    public int topics() {
        return topics;
    }

    /** Tokens that are near no topic, in the vocabulary's order. */
    public int[] rest() {
        return IntStream.range(0, nearTopic.length)
                .filter(token -> nearTopic[token] == NONE)
                .toArray();
    }

    /** Tokens that are near that topic, in the vocabulary's order. */
    public int[] near(int topic) {
        return IntStream.range(0, nearTopic.length)
                .filter(token -> nearTopic[token] == topic)
                .toArray();
    }
}
