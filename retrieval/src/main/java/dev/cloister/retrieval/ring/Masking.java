package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.RingKernel;
import dev.cloister.retrieval.ring.sampling.Flooding;
import dev.cloister.retrieval.ring.sampling.RandomStream;
import dev.cloister.retrieval.ring.sampling.Samplers;
import dev.cloister.retrieval.ring.sampling.Seed;

/**
 * Adds a fresh encryption of zero under the querier's key to a block's ciphertext, and the noise that floods it: {@code c0 + b u
 * + e0}, {@code c1 + a u + e1}, with u uniform in [-256, 256], e1 binomial and e0 the sum of four uniform numbers in [-B/4,
 * B/4] for B = 0.75 q / 2t. All three are fresh for every block and answer.
 */
final class Masking {

    /** The largest coefficient of u. */
    static final int MASK_BOUND = 256;

    private final Ring ring;
    private final QueryShape shape;
    private final double[][] key;
    private final double[][] uniform;

    Masking(EncryptedQuery query, Seed publicSeed) {
        this.shape = query.shape();
        this.ring = Ring.of(shape.parameters());
        this.key = new double[ring.primes()][];
        this.uniform = new double[ring.primes()][];
        for (int prime = 0; prime < ring.primes(); prime++) {
            key[prime] = Ring.doubles(query.key()[prime]);
            uniform[prime] = Ring.doubles(ring.uniform(publicSeed, 0, prime));
        }
    }

    /** Evaluations of both halves become masked coefficients. */
    void mask(Seed seed, int block, Workspace workspace) {
        try (RandomStream masks = seed.stream(block, 0);
                RandomStream errors = seed.stream(block, 1)) {
            Samplers.within(masks, MASK_BOUND, workspace.noise);
            Samplers.binomial(errors, workspace.errors);
        }
        for (int prime = 0; prime < ring.primes(); prime++) {
            RingKernel kernel = ring.kernel(prime);
            System.arraycopy(workspace.noise, 0, workspace.factor, 0, workspace.noise.length);
            kernel.forward(workspace.factor);
            kernel.multiplyAdd(workspace.first[prime], key[prime], workspace.factor);
            kernel.multiplyAdd(workspace.second[prime], uniform[prime], workspace.factor);
            kernel.inverse(workspace.first[prime]);
            kernel.inverse(workspace.second[prime]);
            for (int i = 0; i < workspace.errors.length; i++) {
                workspace.second[prime][i] += workspace.errors[i];
            }
        }
    }

    /**
     * Floods the coefficients of the first half that hold scores, and moves them together.
     *
     * @param count of the scores
     */
    void flood(Seed seed, int block, int count, Workspace workspace) {
        Flooding flooding = new Flooding(
                shape.parameters().floodingQuarter(), shape.parameters().primes());
        try (RandomStream stream = seed.stream(block, 2)) {
            for (int i = 0; i < count; i++) {
                flooding.draw(stream);
                for (int prime = 0; prime < ring.primes(); prime++) {
                    double[] half = workspace.first[prime];
                    half[i] = half[shape.scoreAt(i)] + flooding.residue(prime);
                }
            }
        }
    }
}
