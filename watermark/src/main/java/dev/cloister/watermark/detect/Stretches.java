package dev.cloister.watermark.detect;

import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.statistics.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the stretches of a text that bear a mark: those whose score exceeds what lies halfway between chance and the mark
 * by most (the maximal segments of a cumulative sum; Page 1954, section 3). Their bounds are right to some blocks.
 */
final class Stretches {

    private static final int BLOCK = 15;

    /** A stretch bears the mark where chance would show as much once in a hundred times. */
    private static final double SHOWS = 0.01;

    private final MarkScheme.Parts scores;
    private final double rate;

    /** @param rate what z gains per square root of a piece of evidence where the mark is strongest */
    Stretches(MarkScheme.Parts scores, double rate) {
        this.scores = scores;
        this.rate = rate;
    }

    /** From a token to before another. */
    record Stretch(int from, int to) {}

    /** By their place; none where the mark is too faint to be placed. */
    List<Stretch> of(int length) {
        double[] gains = new double[(length + BLOCK - 1) / BLOCK];
        for (int block = 0; block < gains.length; block++) {
            Evidence evidence = scores.score(block * BLOCK, Math.min(length, (block + 1) * BLOCK));
            gains[block] = evidence.z() * Math.sqrt(evidence.scored()) - evidence.scored() * rate / 2;
        }
        List<Stretch> found = new ArrayList<>();
        add(found, gains, 0, gains.length, length);
        return found;
    }

    /** The best stretch of some blocks, and what is left and right of it. */
    private void add(List<Stretch> found, double[] gains, int first, int end, int length) {
        int bestFrom = first;
        int bestTo = first;
        double best = 0;
        double sum = 0;
        int from = first;
        for (int block = first; block < end; block++) {
            if (sum <= 0) {
                sum = 0;
                from = block;
            }
            sum += gains[block];
            if (sum > best) {
                best = sum;
                bestFrom = from;
                bestTo = block + 1;
            }
        }
        Stretch stretch = new Stretch(bestFrom * BLOCK, Math.min(length, bestTo * BLOCK));
        if (best > 0 && scores.score(stretch.from(), stretch.to()).pValue() <= SHOWS) {
            add(found, gains, first, bestFrom, length);
            found.add(stretch);
            add(found, gains, bestTo, end, length);
        }
    }
}
