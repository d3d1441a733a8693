package dev.cloister.sandbox.isc;

/**
 * A turn of the prompt that a spoke asks the model.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param text what is said
 */
public record Turn(String role, String text) {}
