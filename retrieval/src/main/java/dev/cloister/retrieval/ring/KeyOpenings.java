package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.util.List;

/**
 * The seeds of all keys but the one that the owner chose, in order. On the wire, big-endian: magic {@code CLRO}, version (u8),
 * parameters (u8), number of seeds (u16), the seeds. They are secrets no longer: their keys are never used.
 */
public record KeyOpenings(RingParameters parameters, List<Seed> seeds) {

    private static final int MAGIC = 0x434c524f;
    private static final int VERSION = 1;

    public KeyOpenings {
        seeds = List.copyOf(seeds);
    }

    /** The wire form. */
    public byte[] toBytes() {
        return KeyMessage.write(
                MAGIC, VERSION, parameters, seeds.stream().map(Seed::bytes).toList());
    }

    /**
     * Reads what {@link #toBytes()} wrote, from a stranger.
     *
     * @throws RetrievalException RING_MESSAGE_MALFORMED, RING_MESSAGE_TOO_LARGE, RING_PARAMETERS_UNSUPPORTED
     */
    public static KeyOpenings parse(byte[] bytes) {
        KeyMessage message = KeyMessage.read(bytes, MAGIC, VERSION, "opening of keys");
        return new KeyOpenings(
                message.parameters(), message.entries().stream().map(Seed::of).toList());
    }
}
