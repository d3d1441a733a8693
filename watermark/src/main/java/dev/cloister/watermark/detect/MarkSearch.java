package dev.cloister.watermark.detect;

import dev.cloister.watermark.scheme.MarkScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks for marks of several schemes and keys in a text and in its parts, and says where.
 *
 * <p>Guarantee: a text made without knowledge of the keys is called {@link Verdict#MARKED} with probability at most the
 * significance, over all candidates and windows: each may spend a share of it, and the shares sum to one (weighted
 * Bonferroni; Holm 1979, section 4). It holds where each candidate's own p-value is honest; see {@link MarkScheme}.
 *
 * <p>Safe for use by many threads where the candidates are.
 */
public final class MarkSearch {

    /** With less expected power than this, a text is never "not found": a mark could hide in it. */
    public static final double ENOUGH_POWER = 0.9;

    private final List<Candidate> candidates;
    private final double significance;

    /**
     * @param candidates at least one
     * @param significance the share of unmarked texts that may be called marked, in (0, 1)
     */
    public MarkSearch(List<Candidate> candidates, double significance) {
        if (candidates.isEmpty() || !(significance > 0 && significance < 1)) {
            throw new IllegalArgumentException("A search needs a candidate, and a significance in (0, 1).");
        }
        this.candidates = List.copyOf(candidates);
        this.significance = significance;
    }

    /** @param tokens the text's token ids, without special tokens */
    public Finding search(int[] tokens) {
        double smallest = 1;
        Optional<Passage> passage = Optional.empty();
        for (TextWindows.Window window : TextWindows.of(tokens.length)) {
            int[] part = Arrays.copyOfRange(tokens, window.from(), window.to());
            for (Candidate candidate : candidates) {
                double pValue = candidate.scheme().score(part).pValue(TieBreak.of(part, candidate));
                double corrected = pValue * candidates.size() / window.share();
                if (corrected < smallest) {
                    smallest = corrected;
                    passage = Optional.of(
                            new Passage(candidate.scheme().name(), candidate.keyId(), window.from(), window.to()));
                }
            }
        }
        double power = expectedPower(tokens);
        if (smallest <= significance) {
            return new Finding(Verdict.MARKED, smallest, power, passage);
        }
        return new Finding(
                power >= ENOUGH_POWER ? Verdict.NOT_FOUND : Verdict.INSUFFICIENT, smallest, power, Optional.empty());
    }

    /** Of the whole text's test, for the candidate that is hardest to find. */
    private double expectedPower(int[] tokens) {
        double share = TextWindows.of(tokens.length).getFirst().share();
        return candidates.stream()
                .mapToDouble(candidate -> candidate
                        .effect()
                        .power(candidate.scheme().score(tokens).scored(), significance * share / candidates.size()))
                .min()
                .orElseThrow();
    }
}
