package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Seed;
import java.math.BigInteger;
import java.util.List;

/** A querier who deviates from the protocol as far as the wire format lets it. */
final class MaliciousQuerier {

    private MaliciousQuerier() {}

    /** A query whose plaintexts are those polynomials, of any degree. */
    static PendingQuery ask(QueryShape shape, List<byte[]> plaintexts, Seed seed) {
        QueryKey key = new QueryKey(shape.parameters(), seed);
        return pending(shape, plaintexts, key, key.key());
    }

    /** A query under a key that has q/3 added, which no owner can tell from an honest one. */
    static PendingQuery askUnderAStructuredKey(QueryShape shape, List<byte[]> plaintexts, Seed seed) {
        QueryKey key = new QueryKey(shape.parameters(), seed);
        return pending(shape, plaintexts, key, withAThirdOfTheModulus(key.key()));
    }

    private static PendingQuery pending(QueryShape shape, List<byte[]> plaintexts, QueryKey key, int[][] half) {
        int[][][] polynomials = new int[1 + shape.groups()][][];
        polynomials[0] = half;
        for (int group = 0; group < shape.groups(); group++) {
            polynomials[1 + group] = key.encrypt(1 + group, plaintexts.get(group));
        }
        return new PendingQuery(key, QueryFormat.write(shape, key.publicSeed().bytes(), polynomials));
    }

    /** A constant is the same in every evaluation. */
    static int[][] withAThirdOfTheModulus(int[][] key) {
        BigInteger third = RingParameters.STANDARD.modulus().divide(BigInteger.valueOf(3));
        int[][] structured = new int[key.length][];
        for (int prime = 0; prime < key.length; prime++) {
            long modulus = RingParameters.STANDARD.prime(prime);
            long added = third.mod(BigInteger.valueOf(modulus)).longValue();
            structured[prime] = new int[key[prime].length];
            for (int i = 0; i < structured[prime].length; i++) {
                structured[prime][i] = (int) ((key[prime][i] + added) % modulus);
            }
        }
        return structured;
    }
}
