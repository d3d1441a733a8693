package dev.cloister.inference.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Ranges of code points as sequences of byte ranges in UTF-8. */
final class Utf8Ranges {

    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};

    private Utf8Ranges() {}

    /** Adds sequences of first and last bytes, two numbers for each place, that spell the range's scalar values. */
    static void split(int from, int to, List<int[]> sequences) {
        for (int last : LAST_OF_LENGTH) {
            if (from <= last && last < to) {
                split(from, last, sequences);
                split(last + 1, to, sequences);
                return;
            }
        }
        for (int bits = 6; bits <= 18 && to > LAST_OF_LENGTH[0]; bits += 6) {
            int mask = (1 << bits) - 1;
            if ((from & ~mask) != (to & ~mask)) {
                if ((from & mask) != 0) {
                    split(from, from | mask, sequences);
                    split((from | mask) + 1, to, sequences);
                    return;
                }
                if ((to & mask) != mask) {
                    split(from, (to & ~mask) - 1, sequences);
                    split(to & ~mask, to, sequences);
                    return;
                }
            }
        }
        byte[] low = Character.toString(from).getBytes(StandardCharsets.UTF_8);
        byte[] high = Character.toString(to).getBytes(StandardCharsets.UTF_8);
        int[] sequence = new int[2 * low.length];
        for (int i = 0; i < low.length; i++) {
            sequence[2 * i] = low[i] & 0xFF;
            sequence[2 * i + 1] = high[i] & 0xFF;
        }
        sequences.add(sequence);
    }
}
