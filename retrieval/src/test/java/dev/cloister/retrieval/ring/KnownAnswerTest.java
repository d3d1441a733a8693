package dev.cloister.retrieval.ring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.retrieval.ring.sampling.Seed;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Queries and answers from fixed seeds are the recorded ones to the last byte, in Java and in a second implementation in
 * Python. {@code -Dcloister.record-known-answers=FILE} writes what Java computes to a file instead of comparing it.
 */
final class KnownAnswerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final Path CASES =
            Path.of("src", "test", "resources", "dev", "cloister", "retrieval", "ring", "known-answers.json");
    private static final Path PROGRAM = Path.of("src", "test", "python", "encrypted_search.py");

    @Test
    void javaGivesTheRecordedBytes() throws IOException {
        ArrayNode recorded = (ArrayNode) JSON.readTree(CASES.toFile());
        ArrayNode computed = JSON.createArrayNode();
        recorded.forEach(one -> computed.add(computed((ObjectNode) one)));
        String target = System.getProperty("cloister.record-known-answers", "");
        if (target.isEmpty()) {
            assertEquals(recorded, computed);
        } else {
            JSON.writerWithDefaultPrettyPrinter().writeValue(Path.of(target).toFile(), computed);
        }
    }

    private static ObjectNode computed(ObjectNode recorded) {
        QueryShape shape = new QueryShape(
                RingParameters.valueOf(recorded.get("parameters").asText()),
                recorded.get("dimensions").asInt(),
                recorded.get("groups").asInt());
        byte[] query = bytes(recorded.get("query").asText());
        List<byte[]> vectors = StreamSupport.stream(recorded.get("vectors").spliterator(), false)
                .map(vector -> bytes(vector.asText()))
                .toList();
        PendingQuery pending = Querier.ask(query, shape, seed(recorded, "querierSeed"));
        EncryptedAnswer answer =
                EncodedVectors.empty(shape, 1).with(vectors).answer(pending.message(), seed(recorded, "ownerSeed"));
        ObjectNode computed = recorded.deepCopy();
        computed.put("queryMessageSha256", sha256(pending.message().toBytes()));
        computed.put("answerSha256", sha256(answer.toBytes()));
        ArrayNode scores = computed.putArray("scores");
        IntStream.of(pending.decrypt(answer)).forEach(scores::add);
        return computed;
    }

    private static Seed seed(ObjectNode recorded, String name) {
        return Seed.of(bytes(recorded.get(name).asText()));
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecondImplementationGivesTheRecordedBytes() throws IOException, InterruptedException {
        Path output = Files.createTempFile("known-answers", ".txt");
        Process python = new ProcessBuilder("python3", PROGRAM.toString(), CASES.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = python.waitFor();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertEquals(0, status, said);
    }
}
