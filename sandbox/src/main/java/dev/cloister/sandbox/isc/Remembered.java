package dev.cloister.sandbox.isc;

import dev.cloister.sandbox.json.Json;

/**
 * An earlier request to the same app in the same conversation: what it was told then, and what its tool was called with.
 *
 * @param text the user's words
 * @param arguments as the user agreed to them
 */
public record Remembered(String text, Json.Obj arguments) {}
