package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.sampling.Samplers;
import dev.cloister.retrieval.ring.sampling.Seed;
import org.junit.jupiter.api.Test;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What queriers who deviate from the protocol get, and what stops them. */
final class AttackTest {

    private static final RingParameters PARAMETERS = RingParameters.STANDARD;
    private static final int N = RingParameters.RING_DIMENSION;

    private final SecureRandom random = new SecureRandom();

    /**
     * With a key (b, 0) and ciphertexts (c0, q/2^8) the second half of an answer would be an owner's polynomial in plain
     * sight. The wire has no place for an a: two queries that differ in nothing but the seed are scored with other ones.
     */
    @Test
    void noQuerierCanChooseTheUniformHalves() {
        Ring ring = Ring.of(PARAMETERS);
        Seed zeros = Seed.of(new byte[Seed.BYTES]);
        for (int label = 0; label < 3; label++) {
            int[] residues = ring.uniform(zeros, label, 0);
            long zerosAmong = java.util.Arrays.stream(residues)
                    .filter(residue -> residue == 0)
                    .count();
            assertTrue(zerosAmong < 3);
            double mean = java.util.Arrays.stream(residues).average().orElseThrow() / PARAMETERS.prime(0);
            assertEquals(0.5, mean, 0.03);
        }
        assertEquals(
                QueryFormat.HEADER_BYTES + 2L * PARAMETERS.primeCount() * N * PARAMETERS.residueBits() / 8,
                new QueryShape(PARAMETERS, 384, 1).queryBytes());
    }

    /**
     * Under the key b + q/3 the plaintext has u/3 added. It works, since no look at the key shows it: hence {@link KeyAudit},
     * whose test shows that this very key is caught there.
     */
    @Test
    void aStructuredKeyReadsTheOwnersMaskWhereKeysAreNotAudited() {
        QueryShape shape = new QueryShape(PARAMETERS, 384, 384);
        List<byte[]> nothing = Collections.nCopies(384, new byte[0]);
        PendingQuery pending = MaliciousQuerier.askUnderAStructuredKey(shape, nothing, Seed.random(random));
        Seed ownersSeed = Seed.random(random);
        EncodedVectors vectors = EncodedVectors.empty(shape, 1).with(Vectors.random(N, 384, 3));
        EncryptedAnswer answer =
                vectors.answer(EncryptedQuery.parse(pending.message().toBytes()), ownersSeed);
        double[] mask = new double[N];
        Samplers.within(ownersSeed.stream(0, 0), Masking.MASK_BOUND, mask);
        int[] scores = pending.decrypt(answer);
        int known = 0;
        for (int i = 0; i < N; i++) {
            // u q/3 modulo q tells u modulo 3.
            long thirds = Math.round(3.0 * scores[i] / (1 << RingParameters.PLAINTEXT_BITS));
            known += Math.floorMod(thirds, 3) == Math.floorMod((long) mask[i], 3) ? 1 : 0;
        }
        assertEquals(N, known, "coefficients of u that became known modulo 3");
    }

    /**
     * A group's plaintext with a coefficient at x^(w + i) makes a score the dot product with the vector before. The owner
     * cannot see degrees. It bounds what is gained: exactly one number of 20 bits for each vector, never the coefficients
     * between them, which would hold the other N - n sums.
     */
    @Test
    void aQueryOfHigherDegreeGetsOneNumberForEachVectorAndNoMore() {
        QueryShape shape = new QueryShape(PARAMETERS, 384, 24);
        List<byte[]> vectors = Vectors.random(100, 384, 3);
        byte[] shifted = new byte[32];
        shifted[16] = 1;
        List<byte[]> plaintexts = new java.util.ArrayList<>(Collections.nCopies(24, new byte[0]));
        plaintexts.set(0, shifted);
        PendingQuery pending = MaliciousQuerier.ask(shape, plaintexts, Seed.random(random));
        EncryptedAnswer answer = EncodedVectors.empty(shape, 1)
                .with(vectors)
                .answer(EncryptedQuery.parse(pending.message().toBytes()), random);
        int[] scores = pending.decrypt(answer);
        assertEquals(100, scores.length);
        for (int j = 1; j < 100; j++) {
            assertEquals(vectors.get(j - 1)[0], scores[j], "the first coordinate of the vector before");
        }
        assertEquals(AnswerFormat.HEADER_BYTES + (long) Math.ceilDiv((N + 100) * 31, 8), answer.toBytes().length);
    }
}
