package dev.cloister.watermark.text;

import java.util.Arrays;

/** A reading in the making. */
final class Draft {

    private final StringBuilder text;
    private int[] origins;

    Draft(int capacity) {
        text = new StringBuilder(capacity);
        origins = new int[Math.max(16, capacity)];
    }

    /** Appends what comes from that place of the original. */
    void add(String piece, int origin) {
        for (int i = 0; i < piece.length(); i++) {
            if (text.length() == origins.length) {
                origins = Arrays.copyOf(origins, 2 * origins.length);
            }
            origins[text.length()] = origin;
            text.append(piece.charAt(i));
        }
    }

    boolean endsWithSpace() {
        return !text.isEmpty() && text.charAt(text.length() - 1) == ' ';
    }

    Reading end(int originalEnd) {
        int[] all = Arrays.copyOf(origins, text.length() + 1);
        all[text.length()] = originalEnd;
        return new Reading(text.toString(), all);
    }
}
