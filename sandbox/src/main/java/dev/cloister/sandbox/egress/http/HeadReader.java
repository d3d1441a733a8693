package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads heads of messages. Refused: folded lines, white space before a colon, names that are no tokens, bare line feeds and
 * other control characters (RFC 9112, sections 2.2 and 5), and characters beyond ASCII in what an app sends.
 */
public final class HeadReader {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final int mostBytes;
    private final int mostFields;

    /**
     * @param mostBytes of a whole head
     * @param mostFields how many fields it may have
     */
    public HeadReader(int mostBytes, int mostFields) {
        this.mostBytes = mostBytes;
        this.mostFields = mostFields;
    }

    /**
     * Reads up to the empty line, and not a byte further.
     *
     * @throws EgressRefusal MALFORMED or TOO_MUCH
     */
    public HttpHead read(InputStream in) throws IOException {
        String start = LineInput.next(in, mostBytes);
        int left = mostBytes - start.length();
        List<Header> headers = new ArrayList<>();
        for (String line = LineInput.next(in, left); !line.isEmpty(); line = LineInput.next(in, left)) {
            left -= line.length();
            if (headers.size() == mostFields) {
                throw new EgressRefusal(EgressVerdict.TOO_MUCH, "The head has more than " + mostFields + " fields.");
            }
            headers.add(field(line));
        }
        return new HttpHead(start, headers);
    }

    private static Header field(String line) throws EgressRefusal {
        int colon = line.indexOf(':');
        if (colon < 0 || !token(line.substring(0, colon))) {
            throw EgressRefusal.malformed("A header field's name is no token, or its line is folded.");
        }
        return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    static boolean token(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(letter -> letter >= 'a' && letter <= 'z'
                                || letter >= 'A' && letter <= 'Z'
                                || letter >= '0' && letter <= '9'
                                || TOKEN_MARKS.indexOf(letter) >= 0);
    }
}
