package dev.cloister.retrieval.sentence;

/**
 * A stretch of a text.
 *
 * @param start offset of the first char, as {@link String#charAt} counts
 * @param end offset behind the last
 */
public record Span(int start, int end) {

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("A span runs from 0 or later to its own start or later.");
        }
    }

    /** The stretch itself. */
    public String of(String text) {
        return text.substring(start, end);
    }
}
