package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
                        "logit_bias",
                        Map.of(Program.END_OF_TURN, -100),
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

    @ParameterizedTest
    @ValueSource(strings = {"chat/completions", "completions", "responses"})
    void stopsTheModelWhenTheClientGoesAway(String path, Visitor visitor) throws IOException {
        Program program = Program.of(visitor);
        Map<String, Object> fields = Program.chat("Count from one to ten thousand.", "max_tokens", 1900);
        switch (path) {
            case "completions" ->
                fields = Program.fields("prompt", "Once upon a time, in a land far away, there", "max_tokens", 1900);
            case "responses" -> fields = Program.fields("input", "Count to ten thousand.", "max_output_tokens", 1900);
            default -> assertEquals("chat/completions", path);
        }
        fields.put("stream", true);
        String request = Program.JSON.writeValueAsString(fields);
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket("127.0.0.1", visitor.gateway().port())) {
                String head = "POST /v1/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + program.token() + "\r\nContent-Length: " + request.length()
                        + "\r\n\r\n";
                socket.getOutputStream().write((head + request).getBytes(StandardCharsets.US_ASCII));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String line = lines.readLine();
                while (line != null && !line.startsWith("data: ")) {
                    line = lines.readLine();
                }
                assertTrue(line != null, "the stream began");
            }
        }
        ProcessHandle worker = visitor.gateway().engineWorkers().getFirst();
        long limit = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (busy(worker) > 0.3) {
            assertTrue(System.nanoTime() < limit, "the model goes on although nobody listens");
        }
    }

    /** Cores that a process uses, over half a second. */
    private static double busy(ProcessHandle process) {
        Duration before = process.info().totalCpuDuration().orElseThrow();
        long start = System.nanoTime();
        process.onExit().completeOnTimeout(process, 500, TimeUnit.MILLISECONDS).join();
        Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
        return (double) used.toNanos() / (System.nanoTime() - start);
    }

    @Test
    void acceptsFieldsThatAskForNothingAndRefusesNullMessages(Visitor visitor) {
        String token = visitor.newToken();
        visitor.program(token)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "model",
                        MODEL,
                        "messages",
                        HELLO,
                        "max_tokens",
                        2,
                        "presence_penalty",
                        0,
                        "logprobs",
                        false,
                        "tools",
                        List.of()))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200);
        visitor.program(token)
                .contentType(ContentType.JSON)
                .body("{\"model\": \"" + MODEL + "\", \"messages\": [null]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(400);
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
