package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lines that end with CR LF and hold no other control characters than tabs. */
final class LineInput {

    private LineInput() {}

    /**
     * The next line without its end.
     *
     * @param most the most bytes that it may have
     * @throws EgressRefusal TOO_MUCH where it is longer, MALFORMED where it holds what no line may hold
     * @throws EOFException where the stream ends before the line does
     */
    static String next(InputStream in, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the message ended early");
            }
            if (next == '\r') {
                if (in.read() != '\n') {
                    throw EgressRefusal.malformed("A line holds a carriage return.");
                }
                return line.toString();
            }
            if (next < ' ' && next != '\t' || next == 0x7F) {
                throw EgressRefusal.malformed("A line holds a control character, or ends without a carriage return.");
            }
            if (line.length() == most) {
                throw new EgressRefusal(EgressVerdict.TOO_MUCH, "A line or the whole head is too long.");
            }
            line.append((char) next);
        }
    }

    /** Copies exactly so many bytes. */
    static void copy(InputStream in, long bytes, OutputStream out, byte[] buffer) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the content ended early");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
