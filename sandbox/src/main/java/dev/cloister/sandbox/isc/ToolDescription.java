package dev.cloister.sandbox.isc;

/**
 * A tool as the app's MCP server lists it: the app's own words, so never an instruction.
 *
 * @param name its name within the app
 * @param description what it says it does
 * @param inputSchema a JSON Schema of its arguments, as JSON text
 */
public record ToolDescription(String name, String description, String inputSchema) {}
