package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.sentence.Span;

/**
 * Two passages of different documents that say the same with different values.
 *
 * @param kind what differs
 * @param first of the passage that ranks higher
 */
public record Conflict(Kind kind, Side first, Side second) {

    /** What differs. */
    public enum Kind {
        NUMBER,
        DATE,
        NAME
    }

    /**
     * What one of them says.
     *
     * @param sentence where the sentence lies in the passage's text
     * @param value where the value lies in the passage's text
     */
    public record Side(String passageId, Span sentence, Span value) {}
}
