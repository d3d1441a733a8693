package dev.cloister.retrieval.federation.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes one list of all parties' hits. What is doubtful comes after all that is not, whatever it scored: hits of a party whose
 * scores look made up, and hits whose text does not go with their score. Hits whose texts could not be looked at stand between,
 * in turns, so that no party gains by it. Texts are looked at in the order of the list and
 * only until it is full, so that honest parties cost as many looks as there are places.
 */
final class Merging {

    private final FederatedQuestion question;
    private final TextChecks checks;
    private final Map<String, Integer> refuted = new HashMap<>();
    private final List<FederatedHit> unknown = new ArrayList<>();

    Merging(FederatedQuestion question, ClaimCheck check) {
        this.question = question;
        this.checks = new TextChecks(question.vector(), check);
    }

    /** The best hits of all, best first. */
    List<FederatedHit> merge(List<PartySearch.Part> parts) {
        List<FederatedHit> believed = new ArrayList<>();
        List<FederatedHit> doubted = new ArrayList<>();
        for (PartySearch.Part part : parts) {
            (part.outcome().doubt().isPresent() ? doubted : believed).addAll(part.hits());
        }
        List<FederatedHit> merged = new ArrayList<>();
        List<FederatedHit> behind = new ArrayList<>();
        for (FederatedHit hit : ordered(believed)) {
            if (merged.size() == question.limit()) {
                return merged;
            }
            switch (checks.of(hit)) {
                case HOLDS -> merged.add(hit);
                case UNKNOWN -> unknown.add(hit);
                case REFUTED -> {
                    behind.add(hit);
                    refuted.merge(hit.party(), 1, Integer::sum);
                }
            }
        }
        merged.addAll(inTurns(unknown));
        merged.addAll(ordered(doubted));
        merged.addAll(behind);
        return List.copyOf(merged.subList(0, Math.min(merged.size(), question.limit())));
    }

    /** The party's outcome, which says so where its texts did not go with its scores. */
    PartyOutcome outcome(PartyOutcome outcome) {
        int count = refuted.getOrDefault(outcome.name(), 0);
        return count == 0
                ? outcome
                : outcome.doubted(
                        count == 1
                                ? "One of its passages does not say what its score claims; it is ranked last."
                                : count + " of its passages do not say what their scores claim; they are ranked last.");
    }

    /** Whether the text of each passage that it came to was looked at. */
    boolean complete() {
        return unknown.isEmpty();
    }

    private List<FederatedHit> ordered(List<FederatedHit> hits) {
        List<FederatedHit> byScore = hits.stream()
                .sorted(Comparator.comparingInt(hit -> -hit.score()))
                .toList();
        return question.merge() == Merge.SCORES ? byScore : inTurns(byScore);
    }

    /** Hits that are in order, each party's first, then each one's second. */
    private static List<FederatedHit> inTurns(List<FederatedHit> byScore) {
        Map<String, Integer> seen = new HashMap<>();
        List<Integer> turns = byScore.stream()
                .map(hit -> seen.merge(hit.party(), 1, Integer::sum))
                .toList();
        return IntStream.range(0, byScore.size())
                .boxed()
                .sorted(Comparator.comparingInt(turns::get))
                .map(byScore::get)
                .toList();
    }
}
