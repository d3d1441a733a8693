package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.nio.ByteBuffer;

/** The first bytes of queries and answers: magic, version, parameters, dimensions, groups. */
final class MessageHeader {

    private MessageHeader() {}

    static QueryShape read(ByteBuffer in, int magic, int version, int headerBytes, String what) {
        if (in.remaining() < headerBytes || in.getInt() != magic) {
            throw new RetrievalException(Code.RING_MESSAGE_MALFORMED, "These bytes are not an encrypted " + what + ".");
        }
        int found = Byte.toUnsignedInt(in.get());
        if (found != version) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "The " + what + " is of version " + found + "; this is version " + version + ".");
        }
        RingParameters parameters = RingParameters.of(Byte.toUnsignedInt(in.get()));
        return new QueryShape(parameters, Short.toUnsignedInt(in.getShort()), Short.toUnsignedInt(in.getShort()));
    }

    /** The whole message must have exactly that length. */
    static void requireLength(ByteBuffer in, long bytes, String what) {
        if (in.limit() > bytes) {
            throw new RetrievalException(
                    Code.RING_MESSAGE_TOO_LARGE,
                    "The " + what + " has " + in.limit() + " bytes, more than its " + bytes + ".");
        }
        if (in.limit() < bytes) {
            throw new RetrievalException(
                    Code.RING_MESSAGE_MALFORMED,
                    "The " + what + " has " + in.limit() + " bytes, fewer than its " + bytes + ".");
        }
    }
}
