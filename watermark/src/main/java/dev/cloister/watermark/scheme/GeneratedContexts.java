package dev.cloister.watermark.scheme;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the contexts of one generation: the last tokens that were generated, without the prompt's, since the detector
 * does not see the prompt. What is there at the first draw is the prompt.
 */
final class GeneratedContexts {

    private static final int UNKNOWN = -1;

    private final int width;
    private final int padding;
    private final int history;
    private final ArrayDeque<List<Integer>> order = new ArrayDeque<>();
    private final Map<List<Integer>, Integer> seen = new HashMap<>();
    private int promptLength = UNKNOWN;

    /**
     * @param padding stands before the first token generated
     * @param history how many of the last contexts are remembered
     */
    GeneratedContexts(int width, int padding, int history) {
        this.width = width;
        this.padding = padding;
        this.history = history;
    }

    /** The context of the token about to be drawn, oldest first. */
    int[] of(int[] tokens) {
        if (promptLength == UNKNOWN) {
            promptLength = tokens.length;
        }
        return Contexts.last(Arrays.copyOfRange(tokens, promptLength, tokens.length), width, padding);
    }

    /** Remembers the context, and says whether it is among those remembered before. */
    boolean repeats(int[] context) {
        List<Integer> entry = Arrays.stream(context).boxed().toList();
        boolean repeated = seen.merge(entry, 1, Integer::sum) > 1;
        order.addLast(entry);
        if (order.size() > history) {
            seen.computeIfPresent(order.removeFirst(), (gone, times) -> times == 1 ? null : times - 1);
        }
        return repeated;
    }
}
