package dev.cloister.watermark.detect;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.GreenList;
import dev.cloister.watermark.scheme.GreenListParameters;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Looks for green-list marks in a text's tokens.
 *
 * <p>Each pair of neighbouring tokens counts once, however often the text repeats it: repeated pairs are no independent
 * evidence, and counting them makes false positives many times more frequent than the p-value says. The first token is
 * not scored, since what stood before it is not known.
 *
 * <p>Guarantee: a text that was made without knowledge of the keys is called {@link Verdict#MARKED} with probability at
 * most {@link #SIGNIFICANCE}, over all keys tried, whatever the text. Safe for use by many threads.
 */
public final class Detector {

    /** A text is marked when its corrected p-value is at most this: one false alarm in ten thousand texts. */
    public static final double SIGNIFICANCE = 1e-4;

    /** With fewer scored tokens than this, a text is never "not found": a mark could hide in it. */
    public static final int ENOUGH_TOKENS = 150;

    /** With fewer than {@link #ENOUGH_TOKENS}, a text is marked only when its corrected p-value is at most this. */
    public static final double SIGNIFICANCE_OF_SHORT_TEXTS = 1e-6;

    private final double gamma;
    private final GreenListParameters parameters;

    /** @param parameters as they were when the mark was made; delta does not matter */
    public Detector(GreenListParameters parameters) {
        this.parameters = parameters;
        this.gamma = parameters.gamma();
    }

    /**
     * Looks for a mark of any of the keys.
     *
     * @param tokens the text's token ids by the tokenizer that the keys are bound to, without special tokens
     * @param keys at least one, without duplicates
     */
    public Detection detect(int[] tokens, Collection<MarkKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("Detection needs at least one key.");
        }
        List<Pair> pairs = distinctPairs(tokens);
        Count best = new Count(-1, pairs.size(), gamma);
        Optional<String> bestKey = Optional.empty();
        for (MarkKey key : keys) {
            Count count = count(pairs, key);
            if (count.green() > best.green()) {
                best = count;
                bestKey = Optional.of(key.id());
            }
        }
        double pValue = best.pValue(keys.size());
        Verdict verdict = verdict(pValue, best.scored());
        return new Detection(
                verdict, best.z(), pValue, best.scored(), verdict == Verdict.MARKED ? bestKey : Optional.empty());
    }

    private static Verdict verdict(double pValue, int scored) {
        if (scored < ENOUGH_TOKENS) {
            return pValue <= SIGNIFICANCE_OF_SHORT_TEXTS ? Verdict.MARKED : Verdict.INSUFFICIENT;
        }
        return pValue <= SIGNIFICANCE ? Verdict.MARKED : Verdict.NOT_FOUND;
    }

    private Count count(List<Pair> pairs, MarkKey key) {
        GreenList greenList = new GreenList(key, parameters);
        int green = 0;
        for (Pair pair : pairs) {
            if (greenList.isGreen(pair.previous(), pair.current())) {
                green++;
            }
        }
        return new Count(green, pairs.size(), gamma);
    }

    private static List<Pair> distinctPairs(int[] tokens) {
        LinkedHashSet<Pair> pairs = new LinkedHashSet<>();
        for (int i = 1; i < tokens.length; i++) {
            pairs.add(new Pair(tokens[i - 1], tokens[i]));
        }
        return List.copyOf(pairs);
    }

    private record Pair(int previous, int current) {}
}
