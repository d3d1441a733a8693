package dev.cloister.sandbox.egress.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes content in a framing. Closing it without {@link #finish} leaves the message visibly unfinished. */
public final class FramedOutput extends OutputStream {

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final boolean chunked;

    /** Anything but a known length goes out in chunks. */
    public FramedOutput(OutputStream out, Framing framing) {
        this.out = out;
        this.chunked = framing instanceof Framing.Chunked || framing instanceof Framing.ToTheEnd;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (chunked) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(bytes, offset, length);
        if (chunked) {
            out.write(LINE_END);
        }
        out.flush();
    }

    /** Ends the content. */
    public void finish() throws IOException {
        if (chunked) {
            out.write(LAST_CHUNK);
        }
        out.flush();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
