package dev.cloister.watermark.text;

import java.util.Arrays;

/**
 * A text as it might have been before somebody changed it.
 *
 * @param text what to look for marks in
 * @param origins for each of its UTF-16 units, and one beyond the last, the place in the original where it comes from
 */
public record Reading(String text, int[] origins) {

    public Reading {
        if (origins.length != text.length() + 1) {
            throw new IllegalArgumentException("A reading has an origin for each unit and one for its end.");
        }
        origins = origins.clone();
    }

    /** The text as it stands. */
    static Reading asIs(String text) {
        int[] origins = new int[text.length() + 1];
        Arrays.setAll(origins, i -> i);
        return new Reading(text, origins);
    }

    /** Where a unit of the reading stands in the original; its length for the end of the reading. */
    public int origin(int place) {
        return origins[place];
    }

    @Override
    public int[] origins() {
        return origins.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reading reading && text.equals(reading.text) && Arrays.equals(origins, reading.origins);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Reading[" + text.length() + " units]";
    }
}
