package dev.cloister.sandbox.app;

import dev.cloister.sandbox.json.Json;

/**
 * Something a user could say so that a tool should be called.
 *
 * @param text the user's words
 * @param arguments what the tool would be called with
 */
public record Example(String text, Json.Obj arguments) {}
