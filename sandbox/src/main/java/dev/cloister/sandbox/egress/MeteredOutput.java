package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what passes, and ends it where it is more than may pass. */
final class MeteredOutput extends OutputStream {

    private final OutputStream out;
    private final AtomicLong count;
    private final long most;

    MeteredOutput(OutputStream out, AtomicLong count, long most) {
        this.out = out;
        this.count = count;
        this.most = most;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (count.addAndGet(length) > most) {
            throw new EgressRefusal(EgressVerdict.TOO_MUCH, "More than " + most + " bytes of content.");
        }
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
