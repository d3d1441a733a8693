package dev.cloister.retrieval.benchmark.quality;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A question with the documents that answer it.
 *
 * @param text what is asked
 * @param gains how relevant each relevant document is, at least 1; documents that are not named are not relevant
 */
record Judged(String text, Map<String, Integer> gains) {

    Judged {
        gains = Map.copyOf(gains);
        if (gains.isEmpty() || gains.values().stream().anyMatch(gain -> gain < 1)) {
            throw new IllegalArgumentException("Some document is relevant, and each relevant one gains something");
        }
    }

    /**
     * Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with gains as they are and a discount of
     * log2(rank + 1): 1 for the best order there is.
     *
     * @param ranked documents, best first, each once
     */
    double ndcg(List<String> ranked, int depth) {
        List<Integer> best =
                gains.values().stream().sorted(Comparator.reverseOrder()).toList();
        List<Integer> gained =
                ranked.stream().map(document -> gains.getOrDefault(document, 0)).toList();
        return discounted(gained, depth) / discounted(best, depth);
    }

    /** The share of the relevant documents that are among the first. */
    double recall(List<String> ranked, int depth) {
        return (double) ranked.stream().limit(depth).filter(gains::containsKey).count() / gains.size();
    }

    private static double discounted(List<Integer> gains, int depth) {
        return IntStream.range(0, Math.min(depth, gains.size()))
                .mapToDouble(place -> gains.get(place) * Math.log(2) / Math.log(place + 2))
                .sum();
    }
}
