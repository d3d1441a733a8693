package dev.cloister.retrieval.ring;

import java.util.Arrays;
import java.util.List;

/** Turns the vectors of a block into polynomials, and those into packed evaluations. */
final class BlockEncoder {

    private static final int N = RingParameters.RING_DIMENSION;

    private final QueryShape shape;
    private final Ring ring;
    private final double[] polynomial = new double[N];
    private final double[] evaluations = new double[N];

    BlockEncoder(QueryShape shape) {
        this.shape = shape;
        this.ring = Ring.of(shape.parameters());
    }

    /** By prime, groups packed side by side. */
    int[][] encode(List<byte[]> vectors) {
        int[][] block = new int[ring.primes()][shape.groups() * N];
        for (int group = 0; group < shape.groups(); group++) {
            fill(shape, vectors, group, polynomial);
            for (int prime = 0; prime < block.length; prime++) {
                System.arraycopy(polynomial, 0, evaluations, 0, N);
                ring.kernel(prime).forward(evaluations);
                ring.kernel(prime).pack(evaluations, block[prime], shape.groups(), group);
            }
        }
        return block;
    }

    static void fill(QueryShape shape, List<byte[]> vectors, int group, double[] polynomial) {
        Arrays.fill(polynomial, 0);
        int width = shape.groupWidth();
        for (int j = 0; j < vectors.size(); j++) {
            byte[] vector = vectors.get(j);
            for (int i = 0; i < width; i++) {
                polynomial[shape.scoreAt(j) - i] = vector[group * width + i];
            }
        }
    }
}
