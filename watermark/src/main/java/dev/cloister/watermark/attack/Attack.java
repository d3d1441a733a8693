package dev.cloister.watermark.attack;

import java.util.random.RandomGenerator;

/**
 * A change to a text.
 *
 * @param name for figures: lower case, with its strength
 * @param change what it does
 */
public record Attack(String name, Change change) {

    /** Changes a text. */
    @FunctionalInterface
    public interface Change {

        /** The same text and the same random numbers give the same change. */
        String apply(String text, RandomGenerator random);
    }
}
