package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ChatCompletionsIT {

    private static final String MODEL = "smollm2-135m-instruct";
    private static final List<Map<String, String>> HELLO = List.of(Map.of("role", "user", "content", "Say hello."));

    @Test
    void listsTheModelAndTheHub(Visitor visitor) {
        visitor.program(visitor.newToken())
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"), "data.id", hasItems(MODEL, "cloister"));
    }

    @Test
    void answersWholeWithUsage(Visitor visitor) {
        visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body(Map.of("model", MODEL, "messages", HELLO, "max_tokens", 16))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .body(
                        "object", equalTo("chat.completion"),
                        "choices[0].message.role", equalTo("assistant"),
                        "usage.completion_tokens", greaterThan(0),
                        "usage.prompt_tokens", greaterThan(5));
    }

    @Test
    void theSameSeedGivesTheSameText(Visitor visitor) {
        String token = visitor.newToken();
        Map<String, Object> request = Map.of(
                "model",
                MODEL,
                "max_tokens",
                40,
                "seed",
                7,
                "messages",
                List.of(Map.of("role", "user", "content", "A poem.")));
        assertEquals(text(visitor, token, request), text(visitor, token, request));
    }

    @Test
    void streamsChunksThenUsageThenDone(Visitor visitor) throws IOException {
        String body = visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "model",
                        MODEL,
                        "messages",
                        HELLO,
                        "max_tokens",
                        16,
                        "stream",
                        true,
                        "stream_options",
                        Map.of("include_usage", true)))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .extract()
                .asString();
        List<String> data = body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
        assertEquals("[DONE]", data.getLast());
        JsonNode first = new ObjectMapper().readTree(data.getFirst());
        assertEquals("assistant", first.at("/choices/0/delta/role").textValue());
        JsonNode usage = new ObjectMapper().readTree(data.get(data.size() - 2));
        assertTrue(usage.at("/usage/completion_tokens").intValue() > 0);
        assertTrue(data.size() > 5, "arrives in parts");
    }

    @Test
    void answersInTheShapeOfASchema(Visitor visitor) throws IOException {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("city", Map.of("enum", List.of("Paris", "Rome")), "population", Map.of("type", "integer")),
                "required",
                List.of("city", "population"),
                "additionalProperties",
                false);
        String text = text(
                visitor,
                visitor.newToken(),
                Map.of(
                        "model",
                        MODEL,
                        "max_tokens",
                        60,
                        "messages",
                        List.of(Map.of(
                                "role", "user", "content", "The capital of France, and its population, as JSON.")),
                        "response_format",
                        Map.of("type", "json_schema", "json_schema", Map.of("name", "city", "schema", schema))));
        JsonNode answer = new ObjectMapper().readTree(text);
        assertTrue(List.of("Paris", "Rome").contains(answer.get("city").textValue()));
        assertTrue(answer.get("population").isIntegralNumber());
    }

    @Test
    void refusesWhatItDoesNotKnow(Visitor visitor) {
        String token = visitor.newToken();
        visitor.program(token)
                .contentType(ContentType.JSON)
                .body(Map.of("model", "gpt-9", "messages", HELLO))
                .post("/v1/chat/completions")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("MODEL_NOT_FOUND"));
        visitor.program(token)
                .contentType(ContentType.JSON)
                .body(Map.of("model", MODEL, "messages", HELLO, "tool_choice", "auto"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"));
        visitor.program(token)
                .contentType(ContentType.JSON)
                .body(Map.of("model", MODEL, "messages", HELLO, "temperature", 9))
                .post("/v1/chat/completions")
                .then()
                .statusCode(400);
    }

    @Test
    void saysThatAMegabyteDoesNotFit(Visitor visitor) {
        visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "model",
                        MODEL,
                        "messages",
                        List.of(Map.of("role", "user", "content", "word ".repeat(200_000)))))
                .post("/v1/chat/completions")
                .then()
                .statusCode(413)
                .body("error.code", equalTo("PROMPT_TOO_LONG"));
    }

    private static String text(Visitor visitor, String token, Map<String, Object> request) {
        return visitor.program(token)
                .contentType(ContentType.JSON)
                .body(request)
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .extract()
                .path("choices[0].message.content");
    }
}
