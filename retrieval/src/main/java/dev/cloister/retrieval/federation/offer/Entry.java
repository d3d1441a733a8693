package dev.cloister.retrieval.federation.offer;

/**
 * A passage that is offered.
 *
 * @param title of its document
 * @param text its words
 * @param vector its embedding, of length 1
 */
public record Entry(String title, String text, float[] vector) {}
