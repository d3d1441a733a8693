package dev.cloister.retrieval.seal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.ring.ScanBenchmark;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The WebAssembly build of Microsoft SEAL, with its own keys and its own decryption, gives the same scores. */
final class NodeSealTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM = Path.of("src", "test", "node-seal", "scores.mjs");
    private static final long KEY_SWITCHING_PRIME = 268369921;

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource({"STANDARD, 48", "STRICT, 32"})
    void nodeSealGivesTheSameScores(RingParameters parameters, int groups) throws IOException, InterruptedException {
        List<byte[]> vectors = ScanBenchmark.vectors(400);
        byte[] query = vectors.get(11);
        try (PendingQuery pending = Querier.ask(query, parameters, groups, random)) {
            EncryptedAnswer answer = new RingScoring(1)
                    .encode(vectors, pending.message().shape())
                    .answer(pending.message(), random);
            assertArrayEquals(pending.decrypt(answer), scoresOfNodeSeal(parameters, groups, query, vectors));
        }
    }

    private static int[] scoresOfNodeSeal(RingParameters parameters, int groups, byte[] query, List<byte[]> vectors)
            throws IOException, InterruptedException {
        Path installed = installed();
        Files.copy(PROGRAM, installed.resolve(PROGRAM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        List<Long> primes =
                new ArrayList<>(LongStream.of(parameters.primes()).boxed().toList());
        primes.add(KEY_SWITCHING_PRIME);
        Path question = Files.createTempFile("node-seal", ".json");
        Path scores = Files.createTempFile("node-seal", ".json");
        JSON.writeValue(
                question.toFile(),
                Map.of(
                        "primes",
                        primes,
                        "plaintextBits",
                        RingParameters.PLAINTEXT_BITS,
                        "groups",
                        groups,
                        "query",
                        numbers(query),
                        "vectors",
                        vectors.stream().map(NodeSealTest::numbers).toList()));
        Process node = new ProcessBuilder(
                        installed.resolve("node_modules/.bin/node").toString(),
                        PROGRAM.getFileName().toString())
                .directory(installed.toFile())
                .redirectInput(question.toFile())
                .redirectOutput(scores.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, node.waitFor());
        int[] result = JSON.readValue(scores.toFile(), int[].class);
        Files.delete(question);
        Files.delete(scores);
        return result;
    }

    private static int[] numbers(byte[] vector) {
        return IntStream.range(0, vector.length).map(i -> vector[i]).toArray();
    }

    private static Path installed() {
        Path folder = Path.of(System.getenv().getOrDefault("CLOISTER_DOWNLOADS", ""), "native", "node-seal");
        Assumptions.assumeTrue(
                Files.isDirectory(folder.resolve("node_modules")),
                "node-seal is not installed: deploy/seal/node-seal.sh does it.");
        return folder.toAbsolutePath();
    }
}
