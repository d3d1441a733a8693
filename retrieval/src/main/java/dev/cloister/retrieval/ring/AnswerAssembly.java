package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Seed;

/** Masks, floods and switches blocks one by one into an answer. Different blocks may be finished by different threads. */
final class AnswerAssembly {

    private static final int N = RingParameters.RING_DIMENSION;

    private final EncryptedQuery query;
    private final QueryShape shape;
    private final Ring ring;
    private final Masking masking;
    private final int vectors;
    private final int[][] masks;
    private final int[] scores;

    AnswerAssembly(EncryptedQuery query, int vectors) {
        this.query = query;
        this.shape = query.shape();
        this.ring = Ring.of(shape.parameters());
        this.masking = new Masking(query, Seed.of(query.publicSeed()));
        this.vectors = vectors;
        this.masks = new int[shape.blocks(vectors)][N];
        this.scores = new int[vectors];
    }

    /** @param workspace holds the evaluations of the block's sums in {@code first} and {@code second} */
    void finish(Seed seed, int block, Workspace workspace) {
        mask(seed, block, workspace);
        flood(seed, block, workspace);
        round(block, workspace);
    }

    void mask(Seed seed, int block, Workspace workspace) {
        masking.mask(seed, block, workspace);
    }

    void flood(Seed seed, int block, Workspace workspace) {
        masking.flood(seed, block, shape.vectorsIn(block, vectors), workspace);
    }

    /** Switches the block's coefficients to the answer's modulus. */
    void round(int block, Workspace workspace) {
        int count = shape.vectorsIn(block, vectors);
        ring.modulusSwitch().round(workspace.second, N, masks[block], 0);
        ring.modulusSwitch().round(workspace.first, count, scores, block * shape.vectorsPerBlock());
    }

    EncryptedAnswer answer() {
        return new EncryptedAnswer(shape, query.id(), vectors, masks, scores);
    }
}
