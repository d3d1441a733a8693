package dev.cloister.retrieval.seal;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.ring.ScoredVectors;
import dev.cloister.retrieval.ring.ScoringBackend;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class SealScoringTest {

    private static final int DIMENSIONS = 384;

    private final SecureRandom random = new SecureRandom();

    static Path library() {
        Path file = Path.of(System.getenv().getOrDefault("CLOISTER_DOWNLOADS", ""), "native", "seal", "libsealc.so");
        Assumptions.assumeTrue(
                Files.isRegularFile(file),
                "Microsoft SEAL is not built: deploy/seal/build.sh does it where cargo, cmake and a C++ compiler are.");
        return file;
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, 24", "STANDARD, 48", "STANDARD, 32", "STRICT, 96", "STANDARD, 384"})
    void sealGivesTheSameScores(RingParameters parameters, int groups) {
        List<byte[]> vectors = vectors(700);
        byte[] query = vectors.get(30);
        try (SealScoring seal = new SealScoring(library());
                PendingQuery pending = Querier.ask(query, parameters, groups, random)) {
            EncryptedQuery arrived = EncryptedQuery.parse(pending.message().toBytes());
            int[] ours = pending.decrypt(answer(new RingScoring(1), vectors, arrived));
            int[] theirs = pending.decrypt(answer(seal, vectors, arrived));
            assertArrayEquals(ours, theirs);
            assertArrayEquals(
                    vectors.stream().mapToInt(vector -> dot(vector, query)).toArray(), theirs);
        }
    }

    private EncryptedAnswer answer(ScoringBackend backend, List<byte[]> vectors, EncryptedQuery query) {
        try (ScoredVectors encoded = backend.encode(vectors, query.shape())) {
            return EncryptedAnswer.parse(encoded.answer(query, random).toBytes());
        }
    }

    private static List<byte[]> vectors(int count) {
        SplittableRandom numbers = new SplittableRandom(77);
        Quantisation quantisation = Quantisation.of(DIMENSIONS);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] vector = new float[DIMENSIONS];
                    for (int j = 0; j < DIMENSIONS; j++) {
                        // The third vector is zero: SEAL takes a zero polynomial too.
                        vector[j] = i == 2 ? 0 : (float) (numbers.nextGaussian() / Math.sqrt(DIMENSIONS));
                    }
                    return quantisation.quantise(vector);
                })
                .toList();
    }

    private static int dot(byte[] left, byte[] right) {
        return IntStream.range(0, left.length).map(i -> left[i] * right[i]).sum();
    }

    @Test
    void aMissingOrOtherLibraryIsRefused(@TempDir Path folder) throws IOException {
        refused(folder.resolve("libsealc.so"));
        Path text = Files.writeString(folder.resolve("text.so"), "no library");
        refused(text);
    }

    private static void refused(Path file) {
        assertEquals(
                Code.SEAL_UNAVAILABLE,
                assertThrows(RetrievalException.class, () -> new SealScoring(file))
                        .code());
    }
}
