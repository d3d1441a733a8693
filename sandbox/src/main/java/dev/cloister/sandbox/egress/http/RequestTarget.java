package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request's path and query, of which there is one reading: whatever some servers take for another path is refused, so
 * that a rule about a path holds whichever server reads it.
 *
 * @param path begins with a slash
 * @param query without its question mark
 */
public record RequestTarget(String path, Optional<String> query) {

    private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^#\"<>]]+");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Slash, backslash, dot, semicolon, NUL and other controls, and a per cent sign that makes one of them the second time. */
    private static final Pattern AMBIGUOUS_ESCAPE = Pattern.compile("%(2[fe]|5c|3b|[01][0-9a-f]|7f|25)");

    /**
     * Reads a target in origin form (RFC 9112, section 3.2.1).
     *
     * @throws EgressRefusal MALFORMED for all others and for what is ambiguous
     */
    public static RequestTarget read(String text) throws EgressRefusal {
        if (!text.startsWith("/") || text.startsWith("//")) {
            throw EgressRefusal.malformed("The target must be a path that begins with one slash.");
        }
        if (!VISIBLE.matcher(text).matches() || BROKEN_ESCAPE.matcher(text).find()) {
            throw EgressRefusal.malformed("The target holds characters that must be encoded, or a broken encoding.");
        }
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        if (path.contains("\\")
                || AMBIGUOUS_ESCAPE.matcher(path.toLowerCase(Locale.ROOT)).find()) {
            throw EgressRefusal.malformed("The path holds a backslash, or an encoded slash, dot or control character.");
        }
        for (String segment : path.split("/", -1)) {
            String name = segment.split(";", 2)[0];
            if (name.equals(".") || name.equals("..")) {
                throw EgressRefusal.malformed("The path holds a dot segment.");
            }
        }
        return new RequestTarget(path, mark < 0 ? Optional.empty() : Optional.of(text.substring(mark + 1)));
    }

    @Override
    public String toString() {
        return path + query.map(text -> "?" + text).orElse("");
    }
}
