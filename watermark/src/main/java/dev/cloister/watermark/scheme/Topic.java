package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        return parts(tokens).score(0, tokens.length);
    }

    @Override
    public Parts parts(int[] tokens) {
        List<Parts> topics = lists.lists().stream()
                .map(list -> partsOf(tokens, list))
                .flatMap(Optional::stream)
                .toList();
        return (from, to) -> topics.stream()
                .map(one -> one.score(from, to))
                .min(Comparator.comparingDouble(Evidence::atLeast))
                .map(this::corrected)
                .orElse(Evidence.NONE);
    }

    private Evidence corrected(Evidence best) {
        int topics = lists.lists().size();
        return new Evidence(
                best.z(), best.scored(), Math.min(1, topics * best.atLeast()), Math.min(1, topics * best.above()));
    }

    /** Nothing where the key dealt a topic no token or every one. */
    private Optional<Parts> partsOf(int[] tokens, BitSet list) {
        BitSet dealtToIt = (BitSet) list.clone();
        dealtToIt.and(lists.dealt());
        double share =
                (double) dealtToIt.cardinality() / Math.max(1, lists.dealt().cardinality());
        return share == 0 || share == 1
                ? Optional.empty()
                : Optional.of(Types.of(tokens, lists.dealt()::get, list::get, share));
    }
}
