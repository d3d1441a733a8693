package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import dev.cloister.retrieval.ring.ScoringBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots as they are asked for, and their vectors encoded for the shapes that queries had last. */
final class OfferedSnapshots {

    private final Path folder;
    private final ScoringBackend backend;
    private final long mostBytes;
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final LinkedHashMap<Key, ScoredVectors> encoded = new LinkedHashMap<>();

    private record Key(String snapshot, QueryShape shape) {}

    /** @param mostBytes that encoded vectors may take together */
    OfferedSnapshots(Path folder, ScoringBackend backend, long mostBytes) {
        this.folder = folder;
        this.backend = backend;
        this.mostBytes = mostBytes;
    }

    /** @throws RetrievalException FEDERATION_OFFER_GONE */
    Snapshot snapshot(String id) {
        if (!Files.isDirectory(folder.resolve(id))) {
            snapshots.remove(id);
            throw new RetrievalException(
                    Code.FEDERATION_OFFER_GONE,
                    "That snapshot is no longer offered. Ask its owner for a new invitation.");
        }
        return snapshots.computeIfAbsent(id, key -> Snapshot.open(folder.resolve(key)));
    }

    /** Encodes a snapshot for the first shape that it offers. */
    void encodeAhead(String id) {
        Snapshot snapshot = snapshot(id);
        Offer offer = snapshot.offer();
        var unused = encoded(
                snapshot,
                new QueryShape(
                        offer.parameters(), offer.dimensions(), offer.groups().getFirst()));
    }

    /**
     * Makes ready for a query in whatever shape: there is memory for it, and some shape is encoded.
     *
     * @throws RetrievalException FEDERATION_MEMORY_SHORT
     */
    synchronized Snapshot prepared(Snapshot snapshot) {
        requireRoom(EncodedMemory.of(snapshot.offer()));
        String id = snapshot.offer().snapshot();
        if (encoded.keySet().stream().noneMatch(key -> key.snapshot().equals(id))) {
            encodeAhead(id);
        }
        return snapshot;
    }

    /** Encodes where nobody asked in that shape lately: seconds for a hundred thousand vectors. */
    synchronized ScoredVectors encoded(Snapshot snapshot, QueryShape shape) {
        Key key = new Key(snapshot.offer().snapshot(), shape);
        ScoredVectors known = encoded.remove(key);
        if (known == null) {
            makeRoom(shape.encodedBytes(snapshot.offer().vectors()));
            known = backend.encode(snapshot.vectors(), shape);
        }
        encoded.put(key, known);
        return known;
    }

    private void makeRoom(long bytes) {
        requireRoom(bytes);
        while (!encoded.isEmpty()
                && encoded.values().stream().mapToLong(ScoredVectors::bytes).sum() + bytes > mostBytes) {
            encoded.pollFirstEntry();
        }
    }

    private void requireRoom(long bytes) {
        if (bytes > mostBytes) {
            throw new RetrievalException(
                    Code.FEDERATION_MEMORY_SHORT,
                    "The owner's node has too little memory for its own snapshot: " + (bytes >> 20) + " MiB of its "
                            + (mostBytes >> 20)
                            + ". The query was not counted. Its owner may start it with ./cloister up"
                            + " --memory " + EncodedMemory.heapFor(bytes) + ".");
        }
    }
}
