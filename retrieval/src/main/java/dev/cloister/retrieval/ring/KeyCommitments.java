package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A querier's keys, committed to before an owner chooses which of them it may use. On the wire, big-endian: magic {@code CLRC},
 * version (u8), parameters (u8), number of keys (u16), and for each SHA-256 over parameters, public seed and packed key.
 *
 * @param hashes 2 to {@link #MAX_KEYS}, each of 32 bytes
 */
public record KeyCommitments(RingParameters parameters, List<Hash> hashes) {

    public static final int MAX_KEYS = 256;

    private static final int MAGIC = 0x434c5243;
    private static final int VERSION = 1;

    /** @throws RetrievalException RING_PARAMETERS_UNSUPPORTED for too few or too many keys */
    public KeyCommitments {
        hashes = List.copyOf(hashes);
        if (hashes.size() < 2 || hashes.size() > MAX_KEYS) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    hashes.size() + " keys cannot be chosen from: there may be 2 to " + MAX_KEYS + ".");
        }
    }

    /** A hash of all of it. */
    public QueryId id() {
        return QueryId.read(Seed.digest("key commitments", toBytes()));
    }

    /** A commitment. */
    public record Hash(QueryId value) {}

    static Hash hash(EncryptedQuery query) {
        return hash(query.shape().parameters(), query.publicSeed(), query.key());
    }

    static Hash hash(RingParameters parameters, byte[] publicSeed, int[][] key) {
        int bits = parameters.residueBits();
        ByteBuffer packed = ByteBuffer.allocate(key.length * RingParameters.RING_DIMENSION * bits / Byte.SIZE);
        for (int[] residues : key) {
            BitPacking.write(residues, 0, residues.length, bits, packed);
        }
        byte[] parameterId = {(byte) parameters.id()};
        return new Hash(QueryId.read(Seed.digest("key commitment", parameterId, publicSeed, packed.array())));
    }

    /** The wire form. */
    public byte[] toBytes() {
        return KeyMessage.write(
                MAGIC,
                VERSION,
                parameters,
                hashes.stream().map(hash -> hash.value().bytes()).toList());
    }

    /**
     * Reads what {@link #toBytes()} wrote, from a stranger.
     *
     * @throws RetrievalException RING_MESSAGE_MALFORMED, RING_MESSAGE_TOO_LARGE, RING_PARAMETERS_UNSUPPORTED
     */
    public static KeyCommitments parse(byte[] bytes) {
        KeyMessage message = KeyMessage.read(bytes, MAGIC, VERSION, "commitment to keys");
        return new KeyCommitments(
                message.parameters(),
                message.entries().stream()
                        .map(entry -> new Hash(QueryId.read(entry)))
                        .toList());
    }
}
