package dev.cloister.sandbox.spoke;

/** The user's answer to a spoke. */
public sealed interface PermissionAnswer {

    /**
     * Call it.
     *
     * @param argumentsJson the arguments, as the app asked for or as the user changed them; a JSON object
     */
    record Allow(String argumentsJson) implements PermissionAnswer {}

    /** Don't. */
    record Deny() implements PermissionAnswer {}
}
