package dev.cloister.retrieval.ring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import java.security.SecureRandom;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class EncryptedScoresTest {

    private static final int DIMENSIONS = 384;
    private static final int COUNT = 5000;
    private static final long SEED = 2024;
    private static final List<byte[]> VECTORS = Vectors.random(COUNT, DIMENSIONS, SEED);

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource({
        "STANDARD, 24", "STANDARD, 32", "STANDARD, 48", "STANDARD, 96", "STANDARD, 192", "STANDARD, 384",
        "STRICT, 24", "STRICT, 32", "STRICT, 48", "STRICT, 96", "STRICT, 192", "STRICT, 384"
    })
    void scoresAreTheIntegersOfAPlainScan(RingParameters parameters, int groups) {
        byte[] query = VECTORS.get(COUNT / 2);
        assertArrayEquals(Vectors.scores(VECTORS, query), scores(query, VECTORS, parameters, groups, 1));
    }

    private int[] scores(byte[] query, List<byte[]> vectors, RingParameters parameters, int groups, int threads) {
        try (PendingQuery pending = Querier.ask(query, parameters, groups, random)) {
            EncryptedQuery arrived = EncryptedQuery.parse(pending.message().toBytes());
            try (ScoredVectors encoded = new RingScoring(threads).encode(vectors, arrived.shape())) {
                byte[] answer = encoded.answer(arrived, random).toBytes();
                assertEquals(arrived.shape().answerBytes(vectors.size()), answer.length);
                assertEquals(arrived.shape().queryBytes(), pending.message().toBytes().length);
                return pending.decrypt(EncryptedAnswer.parse(answer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RingParameters.class)
    void theLongestVectorsDoNotWrapAround(RingParameters parameters) {
        byte[] longest = new byte[DIMENSIONS];
        java.util.Arrays.fill(longest, 0, 32, (byte) 127);
        byte[] opposite = new byte[DIMENSIONS];
        java.util.Arrays.fill(opposite, 0, 32, (byte) -127);
        assertArrayEquals(
                new int[] {32 * 127 * 127, -32 * 127 * 127, 0},
                scores(longest, List.of(longest, opposite, new byte[DIMENSIONS]), parameters, 24, 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "7, 7", "768, 96", "768, 384", "1024, 64", "4096, 1", "4096, 256"})
    void everyDimensionThatFitsWorks(int dimensions, int groups) {
        List<byte[]> vectors = Vectors.random(40, dimensions, SEED);
        assertArrayEquals(
                Vectors.scores(vectors, vectors.get(3)),
                scores(vectors.get(3), vectors, RingParameters.STANDARD, groups, 1));
    }

    @Test
    void severalThreadsGiveTheSameScores() {
        byte[] query = VECTORS.get(7);
        assertArrayEquals(Vectors.scores(VECTORS, query), scores(query, VECTORS, RingParameters.STANDARD, 48, 3));
    }

    @Test
    void vectorsCanBeAddedBlockByBlock() {
        QueryShape shape = new QueryShape(RingParameters.STANDARD, DIMENSIONS, 24);
        EncodedVectors grown = EncodedVectors.empty(shape, 1);
        for (int from = 0; from < 1000; from += 100) {
            grown = grown.with(VECTORS.subList(from, from + 100));
        }
        byte[] query = VECTORS.get(1);
        try (PendingQuery pending = Querier.ask(query, shape.parameters(), 24, random)) {
            int[] scores = pending.decrypt(grown.answer(pending.message(), random));
            assertArrayEquals(Vectors.scores(VECTORS.subList(0, 1000), query), scores);
        }
        assertEquals(4L * 24 * 4096 * 4 * 3, grown.bytes());
    }

    @Test
    void noVectorsGiveNoScores() {
        assertEquals(0, scores(VECTORS.getFirst(), List.of(), RingParameters.STANDARD, 24, 2).length);
    }

    @Test
    void nothingShowsAKey() {
        try (PendingQuery pending = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, 24, random)) {
            assertTrue(pending.toString().matches("PendingQuery\\[[0-9a-f]{64}]"), pending.toString());
        }
    }
}
