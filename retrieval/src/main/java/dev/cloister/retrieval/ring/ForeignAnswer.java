package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * What other backends need to give the same answers: the polynomials in coefficients, as every implementation of the ring takes
 * them, and the masking, flooding and switching of what they computed, which is never left to them.
 */
public final class ForeignAnswer {

    private static final int N = RingParameters.RING_DIMENSION;

    private ForeignAnswer() {}

    /**
     * Both halves of a query's ciphertext as coefficients in [0, p): {@code [half][prime][coefficient]}.
     *
     * @param group from 0
     */
    public static long[][][] ciphertext(EncryptedQuery query, int group) {
        Ring ring = Ring.of(query.shape().parameters());
        Seed publicSeed = Seed.of(query.publicSeed());
        long[][][] halves = new long[2][ring.primes()][];
        for (int prime = 0; prime < ring.primes(); prime++) {
            halves[0][prime] = coefficients(ring, prime, query.ciphertext(group)[prime]);
            halves[1][prime] = coefficients(ring, prime, ring.uniform(publicSeed, 1 + group, prime));
        }
        return halves;
    }

    private static long[] coefficients(Ring ring, int prime, int[] evaluations) {
        double[] values = Ring.doubles(evaluations);
        ring.kernel(prime).inverse(values);
        return Arrays.stream(ring.residues(values, prime)).asLongStream().toArray();
    }

    /**
     * That vectors can be scored in queries of that shape.
     *
     * @throws RetrievalException VECTOR_INVALID, RING_MESSAGE_TOO_LARGE
     */
    public static void requireScorable(List<byte[]> vectors, QueryShape shape) {
        EncodedVectors.requireScorable(0, vectors, shape);
    }

    /** The coefficients of a block's polynomial for one group, in [-127, 127]. */
    public static int[] plaintext(QueryShape shape, List<byte[]> vectors, int group) {
        double[] polynomial = new double[N];
        BlockEncoder.fill(shape, vectors, group, polynomial);
        return Arrays.stream(polynomial).mapToInt(value -> (int) value).toArray();
    }

    /** An answer from a backend's products, in the calling thread. */
    public static EncryptedAnswer of(EncryptedQuery query, int vectors, BlockProducts products, SecureRandom random) {
        QueryShape shape = query.shape();
        Ring ring = Ring.of(shape.parameters());
        AnswerAssembly assembly = new AnswerAssembly(query, vectors);
        Workspace workspace = new Workspace(ring.primes(), 0);
        try (Seed seed = Seed.random(random)) {
            for (int block = 0; block < shape.blocks(vectors); block++) {
                products.multiply(block, workspace.first, workspace.second);
                for (int prime = 0; prime < ring.primes(); prime++) {
                    ring.kernel(prime).forward(workspace.first[prime]);
                    ring.kernel(prime).forward(workspace.second[prime]);
                }
                assembly.finish(seed, block, workspace);
            }
        }
        return assembly.answer();
    }
}
