package dev.cloister.watermark.benchmark.published;

import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.scheme.MarkStageFactory;
import dev.cloister.watermark.scheme.Topic;
import dev.cloister.watermark.scheme.TopicLists;
import dev.cloister.watermark.scheme.TopicVocabulary;
import dev.cloister.watermark.statistics.NormalTail;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Topic-based watermarks as their authors build and read them (Nemecek et al. 2024, "Topic-based watermarks for large
 * language models", arXiv 2404.02138; lists, generation and detection as in their public code): tokens near no topic are
 * shuffled without a key and dealt in turn; every token from the second on counts, as often as the text has it, topical
 * words too; z is taken as normal, and no correction is made for topics tried.
 */
public final class TopicWatermark {

    /** The threshold of the published evaluation. */
    public static final double Z_THRESHOLD = 4.75;

    /** The published strengths are 2 and 3 nats. */
    public static final double DELTA = 2;

    private final TopicLists lists;
    private final int vocabulary;

    /** @param shuffle the order of the tokens that are near no topic; its seed is nowhere kept in the published code */
    public TopicWatermark(TopicVocabulary vocabulary, RandomGenerator shuffle) {
        int[] rest = vocabulary.rest();
        for (int i = rest.length - 1; i > 0; i--) {
            int other = shuffle.nextInt(i + 1);
            int token = rest[i];
            rest[i] = rest[other];
            rest[other] = token;
        }
        this.lists = TopicLists.deal(rest, vocabulary);
        this.vocabulary = vocabulary.size();
    }

    /** Adds delta to the topic's list at every step. */
    public StageSpec stage(int topic) {
        return MarkStageFactory.spec(new Topic(lists, topic, DELTA));
    }

    /** (g - gamma T) / sqrt(T gamma (1 - gamma)); 0 for a text without a second token. */
    public double z(int[] tokens, int topic) {
        BitSet list = lists.lists().get(topic);
        double gamma = (double) list.cardinality() / vocabulary;
        int scored = tokens.length - 1;
        if (scored < 1) {
            return 0;
        }
        long green = IntStream.range(1, tokens.length)
                .filter(i -> list.get(tokens[i]))
                .count();
        return (green - gamma * scored) / Math.sqrt(scored * gamma * (1 - gamma));
    }

    /** The largest z of all topics. */
    public double largestZ(int[] tokens) {
        return IntStream.range(0, lists.lists().size())
                .mapToDouble(topic -> z(tokens, topic))
                .max()
                .orElseThrow();
    }

    /** What a z is said to mean: the upper tail of the standard normal distribution. */
    public static double nominal(double z) {
        return NormalTail.atLeast(z);
    }
}
