package dev.cloister.watermark.detect;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for marks of several schemes and keys in a text and in its parts, and says where.
 *
 * <p>Guarantee: a text made without knowledge of the keys is called {@link Verdict#MARKED} with probability at most the
 * significance, over all candidates, readings and windows: each may spend a share of it, and the shares sum to one
 * (weighted Bonferroni; Holm 1979, section 4). It holds where each candidate's own p-value is honest; see {@link
 * dev.cloister.watermark.scheme.MarkScheme}.
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
                .flatMap(candidate -> readAll(candidate, readings))
                .map(reading -> new Result(reading, reading.strongest(), reading.power(significance)))
                .reduce(Result::with)
                .orElseThrow();
        Verdict verdict = verdict(best);
        return new Finding(
                verdict,
                Math.min(1, best.strongest().pValue()),
                best.power(),
                best.strongest().evidence(),
                best.reading().passages(significance));
    }

    private Stream<CandidateReading> readAll(Candidate candidate, List<int[]> readings) {
        double tries = (double) candidates.size() * readings.size();
        return IntStream.range(0, readings.size())
                .mapToObj(number -> new CandidateReading(candidate, number, readings.get(number), tries));
    }

    private Verdict verdict(Result best) {
        if (best.strongest().pValue() <= significance) {
            return Verdict.MARKED;
        }
        return best.power() >= ENOUGH_POWER ? Verdict.NOT_FOUND : Verdict.INSUFFICIENT;
    }

    /**
     * The best of some.
     *
     * @param power of the whole text's test, for the candidate that is hardest to find
     */
    private record Result(CandidateReading reading, CandidateReading.Part strongest, double power) {

        Result with(Result other) {
            Result better = other.strongest.pValue() < strongest.pValue() ? other : this;
            return new Result(better.reading, better.strongest, Math.min(power, other.power));
        }
    }
}
