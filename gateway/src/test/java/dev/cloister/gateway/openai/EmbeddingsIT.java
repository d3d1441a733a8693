package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class EmbeddingsIT {

    private static final String PATH = "embeddings";
    private static final String MODEL = "all-minilm-l6-v2";
    private static final int DIMENSIONS = 384;

    @Test
    void tellsAlikeFromUnlikeInBothEncodings(Visitor visitor) {
        Program program = Program.of(visitor);
        List<String> texts = List.of("A boat on the lake.", "A ship on the sea.", "Quarterly tax returns.");
        JsonNode answer = program.ask(PATH, Map.of("model", MODEL, "input", texts));
        float[] boat = numbers(answer.at("/data/0/embedding"));
        assertEquals(1, dot(boat, boat), 1e-4);
        assertTrue(dot(boat, numbers(answer.at("/data/1/embedding")))
                > dot(boat, numbers(answer.at("/data/2/embedding"))) + 0.2);
        assertEquals(answer.at("/usage/prompt_tokens"), answer.at("/usage/total_tokens"));
        assertTrue(answer.at("/usage/prompt_tokens").intValue() >= 15);
        JsonNode packed =
                program.ask(PATH, Map.of("model", MODEL, "input", texts.getFirst(), "encoding_format", "base64"));
        float[] unpacked = new float[DIMENSIONS];
        ByteBuffer.wrap(Base64.getDecoder()
                        .decode(packed.at("/data/0/embedding").textValue()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(unpacked);
        for (int i = 0; i < DIMENSIONS; i++) {
            assertEquals(boat[i], unpacked[i]);
        }
    }

    @Test
    void takesManyTextsAtOnce(Visitor visitor) {
        JsonNode answer =
                Program.of(visitor).ask(PATH, Map.of("model", MODEL, "input", Collections.nCopies(300, "sea")));
        assertEquals(300, answer.get("data").size());
        assertEquals(299, answer.at("/data/299/index").intValue());
        assertEquals(300 * 3, answer.at("/usage/prompt_tokens").intValue());
    }

    @Test
    void refusesATextWhoseEndWouldNotCountUnlessToldToCutIt(Visitor visitor) {
        Program program = Program.of(visitor);
        List<String> texts = List.of("short", "sea ".repeat(300));
        program.refused(PATH, Map.of("model", MODEL, "input", texts), 413)
                .body("error.code", equalTo("PROMPT_TOO_LONG"), "error.param", equalTo("input[1]"));
        assertEquals(
                256 + 3,
                program.ask(PATH, Map.of("model", MODEL, "input", texts, "truncate", true))
                        .at("/usage/prompt_tokens")
                        .intValue());
    }

    @Test
    void refusesWhatHasNoMeaning(Visitor visitor) {
        Program program = Program.of(visitor);
        program.refused(PATH, Map.of("model", MODEL, "input", "a", "dimensions", 64), 400)
                .body("error.param", equalTo("dimensions"));
        program.refused(PATH, Map.of("model", MODEL, "input", ""), 400).body("error.param", equalTo("input"));
        program.refused(PATH, Map.of("model", MODEL, "input", List.of(1, 2)), 400)
                .body("error.param", equalTo("input"));
        program.refused(PATH, Map.of("model", Program.MODEL, "input", "a"), 400).body("error.param", equalTo("model"));
        program.refused(PATH, Map.of("model", "text-embedding-9", "input", "a"), 404)
                .body("error.code", equalTo("MODEL_NOT_FOUND"));
    }

    private static float[] numbers(JsonNode vector) {
        assertEquals(DIMENSIONS, vector.size());
        float[] numbers = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
