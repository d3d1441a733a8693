package dev.cloister.watermark.detect;

import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks for marks of several schemes and keys in a text and in its parts, and says where.
 *
 * <p>Guarantee: a text made without knowledge of the keys is called {@link Verdict#MARKED} with probability at most the
 * significance, over all candidates, readings and windows: each may spend a share of it, and the shares sum to one
 * (weighted Bonferroni; Holm 1979, section 4). It holds where each candidate's own p-value is honest; see {@link
 * MarkScheme}.
 *
 * <p>Safe for use by many threads where the candidates are. A search runs on all cores.
 */
public final class MarkSearch {

    /** The product's: one false alarm in ten thousand texts. */
    public static final double SIGNIFICANCE = 1e-4;

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
        return search(List.of(tokens));
    }

    /**
     * A text that may have been changed, read in several ways.
     *
     * @param readings each one's token ids; at least one
     */
    public Finding search(List<int[]> readings) {
        Result best = candidates.parallelStream()
                .map(candidate -> result(candidate, readings))
                .reduce(Result::with)
                .orElseThrow();
        double pValue = Math.min(1, best.strongest().pValue());
        Evidence evidence = best.strongest().evidence();
        if (best.strongest().pValue() <= significance) {
            return new Finding(
                    Verdict.MARKED,
                    pValue,
                    best.power(),
                    evidence,
                    Optional.of(best.strongest().passage()));
        }
        return new Finding(
                best.power() >= ENOUGH_POWER ? Verdict.NOT_FOUND : Verdict.INSUFFICIENT,
                pValue,
                best.power(),
                evidence,
                Optional.empty());
    }

    /** The part that a candidate shows in most; the p-value is corrected and may exceed 1. */
    private record Part(double pValue, Evidence evidence, Passage passage) {}

    /**
     * What one or several candidates show.
     *
     * @param power of the test of the whole text, for the candidate that is hardest to find
     */
    private record Result(Part strongest, double power) {

        Result with(Result other) {
            return new Result(
                    other.strongest.pValue < strongest.pValue ? other.strongest : strongest,
                    Math.min(power, other.power));
        }
    }

    private Result result(Candidate candidate, List<int[]> readings) {
        return IntStream.range(0, readings.size())
                .mapToObj(reading -> result(candidate, readings, reading))
                .reduce(Result::with)
                .orElseThrow();
    }

    private Result result(Candidate candidate, List<int[]> readings, int reading) {
        double tries = (double) candidates.size() * readings.size();
        int[] tokens = readings.get(reading);
        MarkScheme.Parts parts = candidate.scheme().parts(tokens);
        return TextWindows.of(tokens.length).stream()
                .map(window -> {
                    Evidence evidence = parts.score(window.from(), window.to());
                    double correction = tries / window.share();
                    Part part = new Part(
                            evidence.pValue(TieBreak.of(tokens, window, candidate)) * correction,
                            evidence,
                            new Passage(
                                    candidate.scheme().name(), candidate.keyId(), reading, window.from(), window.to()));
                    double power =
                            window.whole() ? candidate.effect().power(evidence.scored(), significance / correction) : 1;
                    return new Result(part, power);
                })
                .reduce(Result::with)
                .orElseThrow();
    }
}
