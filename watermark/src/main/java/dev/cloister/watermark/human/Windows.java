package dev.cloister.watermark.human;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts token sequences into windows of one length. */
public final class Windows {

    private Windows() {}

    /** At most so many windows, spread evenly over all that there are. */
    public static List<int[]> of(List<int[]> texts, int length, int most) {
        List<int[]> all = new ArrayList<>();
        for (int[] text : texts) {
            for (int start = 0; start + length <= text.length; start += length) {
                all.add(Arrays.copyOfRange(text, start, start + length));
            }
        }
        if (all.size() <= most) {
            return List.copyOf(all);
        }
        List<int[]> spread = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            spread.add(all.get((int) ((long) i * all.size() / most)));
        }
        return List.copyOf(spread);
    }
}
