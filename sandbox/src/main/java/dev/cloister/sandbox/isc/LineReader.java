package dev.cloister.sandbox.isc;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads lines of bounded length: what does not fit is never held in memory. */
public final class LineReader {

    /** Most bytes of a line, without its end, where no other bound is given. */
    public static final int MAX_BYTES = 256 * 1024;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] chunk = new byte[16 * 1024];
    private int from;
    private int to;

    public LineReader(InputStream in) {
        this(in, MAX_BYTES);
    }

    /** With another bound. */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * The next line, or nothing at the stream's end; a last line without an end is dropped.
     *
     * @throws SandboxException with APP_FLOODS where a line is too long
     */
    public Optional<String> next() throws IOException {
        byte[] line = new byte[512];
        int length = 0;
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(chunk));
                if (to == 0) {
                    return Optional.empty();
                }
            }
            int end = from;
            while (end < to && chunk[end] != '\n') {
                end++;
            }
            int more = end - from;
            if (length + more > maxBytes) {
                throw new SandboxException(
                        SandboxException.Code.APP_FLOODS,
                        "The app sent a line of more than " + maxBytes
                                + " bytes. It was ended; nothing of the line was"
                                + " kept. Ask its developer to send less at once.");
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.min(maxBytes, Math.max(2 * line.length, length + more)));
            }
            System.arraycopy(chunk, from, line, length, more);
            length += more;
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (complete) {
                return Optional.of(new String(line, 0, length, StandardCharsets.UTF_8));
            }
        }
    }
}
