package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.nio.ByteBuffer;

/**
 * Which of the committed keys the querier is to use; it has to open all others. On the wire, big-endian: magic {@code CLRK},
 * version (u8), index (u16).
 *
 * @param kept from 0
 */
public record KeyChallenge(int kept) {

    private static final int MAGIC = 0x434c524b;
    private static final byte VERSION = 1;
    private static final int BYTES = 7;

    /** @throws RetrievalException RING_PARAMETERS_UNSUPPORTED */
    public KeyChallenge {
        if (kept < 0 || kept >= KeyCommitments.MAX_KEYS) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED, "There is no key of the number " + kept + ".");
        }
    }

    /** The wire form. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .putShort((short) kept)
                .array();
    }

    /**
     * Reads what {@link #toBytes()} wrote, from a stranger.
     *
     * @throws RetrievalException RING_MESSAGE_MALFORMED, RING_PARAMETERS_UNSUPPORTED
     */
    public static KeyChallenge parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != BYTES || in.getInt() != MAGIC || in.get() != VERSION) {
            throw new RetrievalException(Code.RING_MESSAGE_MALFORMED, "These bytes are no choice of a key.");
        }
        return new KeyChallenge(Short.toUnsignedInt(in.getShort()));
    }
}
