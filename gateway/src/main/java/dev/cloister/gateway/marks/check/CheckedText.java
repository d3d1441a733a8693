package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import org.jspecify.annotations.Nullable;

/** Which texts can be checked. */
public final class CheckedText {

    /** Most UTF-16 units; a long book has about so many. */
    public static final int LONGEST = 1_200_000;

    private CheckedText() {}

    /** The text, if it can be checked. */
    public static String of(@Nullable String text) {
        return of(text, LONGEST);
    }

    static String of(@Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            throw Refusal.invalid("There is no text to check.", "Send {\"text\": ...}.");
        }
        if (text.length() > longest) {
            throw new Refusal(
                    413, "TOO_LARGE", "The text is longer than " + longest + " characters.", "Check it in parts.");
        }
        return text;
    }
}
