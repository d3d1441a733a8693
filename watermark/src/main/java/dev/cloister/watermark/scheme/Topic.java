package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Topic-based marks (Nemecek et al. 2024, "Topic-based watermarks for large language models", arXiv 2404.02138): delta is
 * added to the list of the prompt's topic at every step.
 *
 * <p>The best of K topics counts, its p-value multiplied by K (Bonferroni), and of the text only distinct types that the
 * key has dealt. The published detector counts every token and tries topics without correction; on human text that makes
 * false alarms many times more frequent than said.
 *
 * @param topic the one whose list is favoured, from 0; detection tries them all
 * @param delta in (0, 10]; 2 to 3 as published
 */
public record Topic(TopicLists lists, int topic, double delta) implements MarkScheme.OnTokens {

    public Topic {
        new GreenListParameters(0.5, delta);
        java.util.Objects.checkIndex(topic, lists.lists().size());
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public LogitsStage marker() {
        BitSet list = lists.lists().get(topic);
        return new FixedBias(token -> list.get(token) ? delta : 0, delta);
    }

    @Override
    public Evidence score(int[] tokens) {
        int topics = lists.lists().size();
        Evidence best = IntStream.range(0, topics)
                .mapToObj(candidate -> score(tokens, candidate))
                .min(Comparator.comparingDouble(Evidence::atLeast))
                .orElseThrow();
        return new Evidence(
                best.z(), best.scored(), Math.min(1, topics * best.atLeast()), Math.min(1, topics * best.above()));
    }

    private Evidence score(int[] tokens, int candidate) {
        BitSet list = lists.lists().get(candidate);
        BitSet dealtToIt = (BitSet) list.clone();
        dealtToIt.and(lists.dealt());
        double share =
                (double) dealtToIt.cardinality() / Math.max(1, lists.dealt().cardinality());
        return share == 0 || share == 1
                ? Evidence.NONE
                : Types.of(tokens, lists.dealt()::get, list::get, share).score(0, tokens.length);
    }
}
