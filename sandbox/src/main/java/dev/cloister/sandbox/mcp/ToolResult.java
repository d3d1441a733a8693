package dev.cloister.sandbox.mcp;

/**
 * What a tool answered.
 *
 * @param text its text contents
 * @param isError whether the tool says that it failed
 */
public record ToolResult(String text, boolean isError) {}
