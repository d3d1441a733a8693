package dev.cloister.retrieval.seal;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.ForeignAnswer;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Vectors as SEAL's plaintexts in NTT form: eight bytes for each coefficient and prime, twice what our kernels take. */
final class SealVectors implements ScoredVectors {

    private final SealRing ring;
    private final QueryShape shape;
    private final int vectors;
    private final List<List<MemorySegment>> blocks = new ArrayList<>();

    SealVectors(SealRing ring, List<byte[]> vectors, QueryShape shape) {
        this.ring = ring;
        this.shape = shape;
        this.vectors = vectors.size();
        ForeignAnswer.requireScorable(vectors, shape);
        for (int from = 0; from < vectors.size(); from += shape.vectorsPerBlock()) {
            List<byte[]> block = vectors.subList(from, Math.min(vectors.size(), from + shape.vectorsPerBlock()));
            blocks.add(IntStream.range(0, shape.groups())
                    .mapToObj(group -> ring.plaintext(ForeignAnswer.plaintext(shape, block, group)))
                    .toList());
        }
    }

    @Override
    public QueryShape shape() {
        return shape;
    }

    @Override
    public int vectors() {
        return vectors;
    }

    @Override
    public long bytes() {
        return 2 * shape.encodedBytes(vectors);
    }

    @Override
    public synchronized EncryptedAnswer answer(EncryptedQuery query, SecureRandom random) {
        if (!query.shape().equals(shape)) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "The query is of the shape " + query.shape() + ", these vectors are encoded for " + shape + ".");
        }
        SealQuery ciphertexts = load(query);
        try {
            return ForeignAnswer.of(
                    query,
                    vectors,
                    (block, first, second) -> {
                        multiply(ciphertexts, block);
                        ring.read(ciphertexts.sum(), first, second);
                    },
                    random);
        } finally {
            release(ciphertexts);
        }
    }

    /** A query in SEAL's hands, with a place for products and one for their sum. */
    record SealQuery(List<MemorySegment> groups, MemorySegment product, MemorySegment sum) {}

    SealQuery load(EncryptedQuery query) {
        List<MemorySegment> groups = IntStream.range(0, shape.groups())
                .mapToObj(group -> ring.ciphertext(ForeignAnswer.ciphertext(query, group)))
                .toList();
        return new SealQuery(groups, ring.newCiphertext(), ring.newCiphertext());
    }

    /** The part that SEAL's kernels do, and that is timed against ours. */
    void multiply(SealQuery query, int block) {
        List<MemorySegment> plaintexts = blocks.get(block);
        ring.multiply(query.groups().getFirst(), plaintexts.getFirst(), query.sum());
        for (int group = 1; group < plaintexts.size(); group++) {
            ring.multiply(query.groups().get(group), plaintexts.get(group), query.product());
            ring.add(query.sum(), query.product());
        }
    }

    SealRing ring() {
        return ring;
    }

    int blocks() {
        return blocks.size();
    }

    void release(SealQuery query) {
        query.groups().forEach(ring::destroyCiphertext);
        ring.destroyCiphertext(query.product());
        ring.destroyCiphertext(query.sum());
    }

    @Override
    public synchronized void close() {
        blocks.forEach(block -> block.forEach(ring::destroyPlaintext));
        blocks.clear();
        ring.close();
    }
}
