package dev.cloister.sandbox.app;

/**
 * Something about an app that whoever approves it should know.
 *
 * @param severity whether it may be approved all the same
 * @param where what it is about: {@code name}, {@code tools/NAME/description} and the like
 * @param what a sentence for people, without the app's own words
 */
public record Finding(Severity severity, String where, String what) {

    /** How much it matters. */
    public enum Severity {
        /** To be read before a yes. */
        WARNING,
        /** No yes is possible. */
        BLOCKING
    }
}
