package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors as evaluations of polynomials, laid out for the scan: polynomial {@code k} of a block holds {@code sum of v_j[k w + i]
 * x^(j w + w - 1 - i)}, so that its product with a query's group {@code k} holds a part of vector {@code j}'s score at {@code
 * j w + w - 1}.
 *
 * <p>A block takes {@code g * 16 KB} for each prime ({@link QueryShape#encodedBytes}): 4.6 KB for a vector of 384 dimensions with
 * three primes. Immutable; sets that grew from one another share their full blocks.
 */
public final class EncodedVectors implements ScoredVectors {

    private static final long MAX_ANSWER_BYTES = 1L << 30;

    private final QueryShape shape;
    private final int threads;
    private final int vectors;
    private final List<int[][]> blocks;
    private final List<byte[]> lastBlock;

    private EncodedVectors(QueryShape shape, int threads, int vectors, List<int[][]> blocks, List<byte[]> lastBlock) {
        this.shape = shape;
        this.threads = threads;
        this.vectors = vectors;
        this.blocks = blocks;
        this.lastBlock = lastBlock;
    }

    static EncodedVectors empty(QueryShape shape, int threads) {
        return new EncodedVectors(shape, threads, 0, List.of(), List.of());
    }

    /**
     * These vectors and then those. Encodes the last block anew if it was not full.
     *
     * @throws RetrievalException VECTOR_INVALID, RING_MESSAGE_TOO_LARGE
     */
    public EncodedVectors with(List<byte[]> added) {
        requireScorable(vectors, added, shape);
        if (added.isEmpty()) {
            return this;
        }
        int perBlock = shape.vectorsPerBlock();
        int full = vectors / perBlock;
        List<int[][]> encoded = new ArrayList<>(blocks.subList(0, full));
        List<byte[]> last = new ArrayList<>(vectors % perBlock == 0 ? List.of() : lastBlock);
        BlockEncoder encoder = new BlockEncoder(shape);
        int next = 0;
        while (next < added.size()) {
            if (last.size() == perBlock) {
                last.clear();
            }
            int end = Math.min(added.size(), next + perBlock - last.size());
            last.addAll(added.subList(next, end));
            encoded.add(encoder.encode(last));
            next = end;
        }
        return new EncodedVectors(shape, threads, vectors + added.size(), List.copyOf(encoded), List.copyOf(last));
    }

    /** @throws RetrievalException VECTOR_INVALID, RING_MESSAGE_TOO_LARGE */
    static void requireScorable(int present, List<byte[]> added, QueryShape shape) {
        added.forEach(vector -> Quantisation.requireValid(vector, shape.dimensions()));
        long count = (long) present + added.size();
        if (count > EncryptedAnswer.MAX_VECTORS || shape.answerBytes((int) count) > MAX_ANSWER_BYTES) {
            throw new RetrievalException(
                    Code.RING_MESSAGE_TOO_LARGE, "The scores of " + count + " vectors do not fit in one answer.");
        }
    }

    /** The same vectors, whose answers take so many cores. */
    public EncodedVectors onThreads(int count) {
        return new EncodedVectors(shape, new RingScoring(count).threads(), vectors, blocks, lastBlock);
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
        return shape.encodedBytes(vectors);
    }

    /** A block's polynomials, by prime, as {@link BlockEncoder} lays them out. Not to be changed. */
    int[][] block(int index) {
        return blocks.get(index);
    }

    @Override
    public EncryptedAnswer answer(EncryptedQuery query, SecureRandom random) {
        try (Seed seed = Seed.random(random)) {
            return answer(query, seed);
        }
    }

    /** As above, with all randomness from that seed, which must never serve twice. */
    EncryptedAnswer answer(EncryptedQuery query, Seed seed) {
        if (!query.shape().equals(shape)) {
            throw new RetrievalException(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    "The query is of the shape " + query.shape() + ", these vectors are encoded for " + shape + ".");
        }
        return new Scan(this, query, seed).run(threads);
    }

    /** Nothing to release. */
    @Override
    public void close() {}
}
