package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.federation.offer.Offer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Scores that a collection of different passages does not have. A few lines that anybody can follow: a party that lies with more
 * care passes them, see docs/adr/0024-ranks-against-spam.md.
 */
final class Doubt {

    /** Fewer passages than these say nothing. */
    private static final int FEWEST = 3;

    /** Passages that are nearly the question itself. */
    private static final double NEAR = 0.9;

    private static final int FEWEST_TIES = 10;

    private Doubt() {}

    /** What is odd about a party's scores, for people; empty where nothing is. */
    static Optional<String> of(int[] scores, Offer offer) {
        int n = scores.length;
        long near = Arrays.stream(scores)
                .filter(score -> offer.quantisation().cosine(score) >= NEAR)
                .count();
        if (n >= FEWEST && 2 * near > n) {
            return Optional.of("It claims that " + near + " of its " + n
                    + " passages are nearly the question itself; they are ranked last.");
        }
        int best = Arrays.stream(scores).max().orElse(0);
        long ties = Arrays.stream(scores).filter(score -> score == best).count();
        if (n >= FEWEST_TIES && 2 * ties > n) {
            return Optional.of(
                    "It claims that " + ties + " of its " + n + " passages score the same; they are ranked last.");
        }
        return Optional.empty();
    }
}
