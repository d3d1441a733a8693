package dev.cloister.watermark.detect;

import java.util.ArrayList;
import java.util.List;

/** The stretches of a text in which a mark is looked for. */
final class TextWindows {

    private static final int SHORTEST = 100;

    private TextWindows() {}

    /**
     * A stretch of tokens.
     *
     * @param share of the significance that it may spend
     */
    record Window(int from, int to, double share) {}

    /**
     * First the whole text, which may spend half; and windows of 100 tokens, 200, 400 and so on that overlap by half, which
     * share the other half.
     */
    static List<Window> of(int length) {
        List<int[]> parts = new ArrayList<>();
        for (int size = SHORTEST; size < length; size *= 2) {
            for (int from = 0; from < length - size / 2; from += size / 2) {
                int to = Math.min(length, from + size);
                parts.add(new int[] {to - size, to});
            }
        }
        List<Window> windows = new ArrayList<>();
        windows.add(new Window(0, length, parts.isEmpty() ? 1 : 0.5));
        parts.forEach(part -> windows.add(new Window(part[0], part[1], 0.5 / parts.size())));
        return List.copyOf(windows);
    }
}
