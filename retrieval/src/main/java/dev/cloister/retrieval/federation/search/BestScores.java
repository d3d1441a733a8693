package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.federation.party.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** The best of a party's passages. */
final class BestScores {

    private BestScores() {}

    /** So many, best first, of equals the earlier one; unopened. */
    static List<FederatedHit> of(int[] scores, int limit, Host host) {
        // The worst of the best on top, to make room; of equals the later one.
        PriorityQueue<Integer> kept = new PriorityQueue<>(
                Comparator.<Integer>comparingInt(i -> scores[i]).thenComparing(Comparator.reverseOrder()));
        for (int i = 0; i < scores.length; i++) {
            if (kept.size() < limit) {
                kept.add(i);
            } else if (scores[i] > scores[kept.element()]) {
                kept.poll();
                kept.add(i);
            }
        }
        List<FederatedHit> best = new ArrayList<>();
        while (!kept.isEmpty()) {
            int passage = kept.remove();
            best.add(new FederatedHit(
                    host.name(),
                    passage,
                    scores[passage],
                    host.offer().quantisation().cosine(scores[passage]),
                    Optional.empty(),
                    Optional.empty()));
        }
        return best.reversed();
    }
}
