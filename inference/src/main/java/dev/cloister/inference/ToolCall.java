package dev.cloister.inference;

/**
 * A call that the model asks for.
 *
 * @param id names the call in its conversation
 * @param tool the tool's name
 * @param arguments a JSON object as JSON text
 */
public record ToolCall(String id, String tool, String arguments) {}
