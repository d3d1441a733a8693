package dev.cloister.sandbox.label;

/**
 * A value with what is known of it.
 *
 * @param text the value; data, whatever it says
 * @param label who wrote it and who may read it
 */
public record Labelled(String text, Label label) {}
