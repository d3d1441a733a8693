package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Seed;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 over the bytes of a query. */
public final class QueryId {

    static final int BYTES = 32;

    private final byte[] bytes;

    private QueryId(byte[] bytes) {
        this.bytes = bytes;
    }

    static QueryId of(byte[] query) {
        return new QueryId(Seed.digest("query", query));
    }

    static QueryId read(byte[] bytes) {
        return new QueryId(bytes);
    }

    /** The hash; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueryId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
