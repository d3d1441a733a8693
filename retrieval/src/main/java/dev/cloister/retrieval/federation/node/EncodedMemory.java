package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.ring.QueryShape;

/** How much of the heap encoded vectors may take, and which heap a snapshot needs. */
public final class EncodedMemory {

    /** The other half is for answers, queries and all else that the process does. */
    private static final int SHARE = 2;

    private static final int ROUND_MEBIBYTES = 100;

    private EncodedMemory() {}

    /** Bytes that encoded vectors may take together in this process. */
    static long most() {
        return Runtime.getRuntime().maxMemory() / SHARE;
    }

    /** Bytes that an offer takes while it is asked in the shape that takes most. */
    public static long of(Offer offer) {
        return offer.groups().stream()
                .mapToLong(groups ->
                        new QueryShape(offer.parameters(), offer.dimensions(), groups).encodedBytes(offer.vectors()))
                .max()
                .orElse(0);
    }

    /** Whether a process with this one's heap can answer. */
    public static boolean fits(long bytes) {
        return bytes <= most();
    }

    /** The heap in which so many encoded bytes fit, as a JVM and ./cloister up --memory take it. */
    public static String heapFor(long bytes) {
        long mebibytes = Math.ceilDiv(bytes * SHARE, 1L << 20);
        return Math.ceilDiv(mebibytes, ROUND_MEBIBYTES) * ROUND_MEBIBYTES + ROUND_MEBIBYTES + "m";
    }
}
