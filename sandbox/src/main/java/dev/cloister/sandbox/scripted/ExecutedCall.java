package dev.cloister.sandbox.scripted;

/**
 * A call that reached an app, as the app's own journal tells.
 *
 * @param app the app's name
 * @param tool its tool
 * @param arguments what it was called with, a JSON object with its members in order of their names
 */
public record ExecutedCall(String app, String tool, String arguments) {}
