package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.evidence.c2pa.BareText;
import dev.cloister.gateway.problem.Refusal;
import org.jspecify.annotations.Nullable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Which texts can be checked. */
public final class CheckedText {

    /** Most UTF-16 units; a long book has about so many. */
    public static final int LONGEST = 1_100_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CheckedText() {}

    /** The text, if it can be checked. */
    public static String of(@Nullable String text) {
        return of(text, LONGEST);
    }

    /** A file as text, without a byte order mark; empty where it is none, and for more than can be checked. */
    static String written(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            String plain = text.startsWith(BYTE_ORDER_MARK) && BareText.of(text).begin(0) == 0
                    ? text.substring(BYTE_ORDER_MARK.length())
                    : text;
            return plain.length() > LONGEST ? "" : plain;
        } catch (CharacterCodingException e) {
            return "";
        }
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
