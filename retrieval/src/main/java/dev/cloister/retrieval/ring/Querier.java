package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Who asks: encrypts a quantised query under a key that is drawn for it alone.
 *
 * <p>Security: owners, all together, learn the shape of the query and when it was asked, under the hardness of ring-LWE with
 * the chosen {@link RingParameters}. A key that served two questions would let an owner who lies about scores recover it
 * from what the querier does next; so there is no way to use one twice.
 */
public final class Querier {

    private Querier() {}

    /**
     * Encrypts a query.
     *
     * @param query a vector as {@link Quantisation} gives it
     * @param groups g, a divisor of the dimensions; see {@link GroupSize}
     * @throws RetrievalException VECTOR_INVALID, RING_PARAMETERS_UNSUPPORTED
     */
    public static PendingQuery ask(byte[] query, RingParameters parameters, int groups, SecureRandom random) {
        try (Seed seed = Seed.random(random)) {
            return ask(query, new QueryShape(parameters, query.length, groups), seed);
        }
    }

    /** As above, with all randomness from that seed, which must never serve twice. */
    static PendingQuery ask(byte[] query, QueryShape shape, Seed seed) {
        Quantisation.requireValid(query, shape.dimensions());
        QueryKey key = new QueryKey(shape.parameters(), seed);
        int[][][] polynomials = new int[1 + shape.groups()][][];
        polynomials[0] = key.key();
        for (int group = 0; group < shape.groups(); group++) {
            int from = group * shape.groupWidth();
            byte[] coordinates = Arrays.copyOfRange(query, from, from + shape.groupWidth());
            polynomials[1 + group] = key.encrypt(1 + group, coordinates);
        }
        return new PendingQuery(key, QueryFormat.write(shape, key.publicSeed().bytes(), polynomials));
    }
}
