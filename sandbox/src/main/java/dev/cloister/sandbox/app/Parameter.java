package dev.cloister.sandbox.app;

/**
 * An argument in which a tool can be given another tool's result.
 *
 * @param argument its name in the tool's input schema
 * @param type what it takes
 */
public record Parameter(String argument, ValueType type) {}
