package dev.cloister.sandbox.egress.http;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A message's content, read out of its framing. */
public final class Content {

    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_CHUNK_LINE = 16;
    private static final int LONGEST_TRAILER = 4 << 10;

    private final byte[] buffer = new byte[BUFFER];
    private final InputStream in;

    public Content(InputStream in) {
        this.in = in;
    }

    /**
     * Copies all of it, and not a byte of what stands behind it. Trailers are dropped.
     *
     * @throws EgressRefusal MALFORMED where chunks are not well formed
     */
    public void copy(Framing framing, OutputStream out) throws IOException {
        switch (framing) {
            case Framing.None() -> {}
            case Framing.Length(long bytes) -> LineInput.copy(in, bytes, out, buffer);
            case Framing.Chunked() -> chunks(out);
            case Framing.ToTheEnd() -> {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
        }
    }

    /** RFC 9112, section 7.1, without extensions: nobody uses them but to smuggle. */
    private void chunks(OutputStream out) throws IOException {
        for (long size = size(); size > 0; size = size()) {
            LineInput.copy(in, size, out, buffer);
            if (!LineInput.next(in, LONGEST_CHUNK_LINE).isEmpty()) {
                throw EgressRefusal.malformed("A chunk is longer than it says.");
            }
        }
        int left = LONGEST_TRAILER;
        for (String line = LineInput.next(in, left); !line.isEmpty(); line = LineInput.next(in, left)) {
            left -= line.length();
        }
    }

    private long size() throws IOException {
        String line = LineInput.next(in, LONGEST_CHUNK_LINE).stripTrailing();
        if (!line.matches("[0-9A-Fa-f]{1,8}")) {
            throw EgressRefusal.malformed("A chunk's size is no number.");
        }
        return Long.parseLong(line, 16);
    }
}
