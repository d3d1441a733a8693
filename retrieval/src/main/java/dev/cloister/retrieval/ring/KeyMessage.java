package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The common form of the messages about keys: magic, version, parameters, a count, and as many entries of 32 bytes. */
record KeyMessage(RingParameters parameters, List<byte[]> entries) {

    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 32;

    static KeyMessage read(byte[] bytes, int magic, int version, String what) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || in.getInt() != magic) {
            throw new RetrievalException(Code.RING_MESSAGE_MALFORMED, "These bytes are no " + what + ".");
        }
        int found = Byte.toUnsignedInt(in.get());
        if (found != version) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "The " + what + " is of version " + found + ", not " + version + ".");
        }
        RingParameters parameters = RingParameters.of(Byte.toUnsignedInt(in.get()));
        int count = Short.toUnsignedInt(in.getShort());
        if (count > KeyCommitments.MAX_KEYS) {
            throw new RetrievalException(Code.RING_MESSAGE_TOO_LARGE, "The " + what + " holds " + count + " entries.");
        }
        MessageHeader.requireLength(in, HEADER_BYTES + (long) count * ENTRY_BYTES, what);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[ENTRY_BYTES];
            in.get(entry);
            entries.add(entry);
        }
        return new KeyMessage(parameters, entries);
    }

    static byte[] write(int magic, int version, RingParameters parameters, List<byte[]> entries) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + entries.size() * ENTRY_BYTES);
        out.putInt(magic).put((byte) version).put((byte) parameters.id()).putShort((short) entries.size());
        entries.forEach(out::put);
        return out.array();
    }
}
