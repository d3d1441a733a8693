package dev.cloister.watermark.benchmark.published;

import dev.cloister.watermark.scheme.Embedder;
import dev.cloister.watermark.scheme.TopicVocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The topic of a text as published (Nemecek et al. 2024, arXiv 2404.02138; in their code by KeyBERT): the single words
 * nearest to the whole text by embedding, stop words left out; the first that is a topic's name decides, else the topic
 * nearest to the mean of the keywords' vectors.
 */
public final class KeywordTopics {

    private static final int OF_TEXT = 7;
    private static final int OF_WINDOW = 3;
    private static final Pattern WORD = Pattern.compile("\\b\\w\\w+\\b");
    private static final Set<String> STOP_WORDS = Set.of(
            ("about above after again against all also am an and any are as at be because been before being below "
                            + "between both but by can could did do does doing down during each even few for from "
                            + "further had has have having he her here hers him his how however if in into is it its "
                            + "itself just many may me might more most much must my no nor not now of off on once one "
                            + "only or other our out over own same shall she should since so some still such than that "
                            + "the their them then there these they this those though through thus to too two under "
                            + "until up upon us very was we well were what when where whether which while who whom "
                            + "whose why will with within without would yet you your")
                    .split(" "));

    private final List<String> topics;
    private final List<float[]> centres;
    private final Embedder embedder;
    private final Map<String, float[]> words = new ConcurrentHashMap<>();

    public KeywordTopics(List<String> topics, Embedder embedder) {
        this.topics = List.copyOf(topics);
        this.centres = embedder.embed(topics);
        this.embedder = embedder;
    }

    /** Of a prompt, or of a text as a whole. */
    public int of(String text) {
        return of(text, OF_TEXT).orElse(0);
    }

    /**
     * The topic that most windows have, the first of those that tie.
     *
     * @param windows a text's parts of fifty tokens
     */
    public int majority(List<String> windows) {
        int[] votes = new int[topics.size()];
        windows.forEach(window -> of(window, OF_WINDOW).ifPresent(topic -> votes[topic]++));
        return IntStream.range(0, votes.length)
                .boxed()
                .max(Comparator.comparingInt((Integer topic) -> votes[topic]).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** Nothing where a text has no words. */
    private Optional<Integer> of(String text, int count) {
        List<String> keywords = keywords(text, count);
        if (keywords.isEmpty()) {
            return Optional.empty();
        }
        return keywords.stream()
                .filter(topics::contains)
                .findFirst()
                .map(topics::indexOf)
                .or(() -> Optional.of(TopicVocabulary.nearest(mean(keywords), centres)));
    }

    private List<String> keywords(String text, int count) {
        List<String> candidates = WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(word -> !STOP_WORDS.contains(word))
                .distinct()
                .toList();
        learn(candidates);
        float[] whole = embedder.embed(text);
        Map<String, Double> near = candidates.stream()
                .collect(Collectors.toMap(word -> word, word -> Embedder.cosine(whole, vector(word))));
        return candidates.stream()
                .sorted(Comparator.comparing((String word) -> -near.getOrDefault(word, 0.0)))
                .limit(count)
                .toList();
    }

    private void learn(List<String> candidates) {
        List<String> unknown = new ArrayList<>(candidates);
        unknown.removeIf(words::containsKey);
        for (int from = 0; from < unknown.size(); from += Embedder.MOST_TEXTS) {
            List<String> some = unknown.subList(from, Math.min(unknown.size(), from + Embedder.MOST_TEXTS));
            List<float[]> vectors = embedder.embed(some);
            for (int i = 0; i < some.size(); i++) {
                words.put(some.get(i), vectors.get(i));
            }
        }
    }

    private float[] vector(String word) {
        return Optional.ofNullable(words.get(word)).orElseThrow();
    }

    private float[] mean(List<String> keywords) {
        float[] mean = new float[centres.getFirst().length];
        for (String word : keywords) {
            float[] vector = vector(word);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / keywords.size();
            }
        }
        return mean;
    }
}
