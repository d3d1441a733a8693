package dev.cloister.gateway.openai;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;

@ExtendWith(SharedGateway.class)
class RefusalsIT {

    private static final String CHAT = "chat/completions";

    @Test
    void nameTheFieldThatIsWrong(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> function = Map.of("name", "f");
        List<Map<String, Object>> tools = List.of(Map.of("type", "function", "function", function));
        assertAll(
                () -> wrong(program, CHAT, Program.chat("Hi", "colour", "red"), "colour"),
                () -> wrong(program, CHAT, Program.chat("Hi", "temperature", 9), "temperature"),
                () -> wrong(program, CHAT, Program.chat("Hi", "temperature", "hot"), "temperature"),
                () -> wrong(program, CHAT, Program.chat("Hi", "max_tokens", 0), "max_tokens"),
                () -> wrong(program, CHAT, Program.chat("Hi", "n", 99), "n"),
                () -> wrong(program, CHAT, Program.chat("Hi", "top_logprobs", 2), "top_logprobs"),
                () -> wrong(program, CHAT, Program.chat("Hi", "stop", List.of("a", "b", "c", "d", "e")), "stop"),
                () -> wrong(program, CHAT, Program.chat("Hi", "stop", List.of("a", "")), "stop[1]"),
                () -> wrong(program, CHAT, Program.chat("Hi", "stream_options", Map.of()), "stream_options"),
                () -> wrong(program, CHAT, Program.chat("Hi", "logit_bias", Map.of("hello", 1)), "logit_bias"),
                () -> wrong(program, CHAT, Program.chat("Hi", "tool_choice", "required"), "tool_choice"),
                () -> wrong(
                        program,
                        CHAT,
                        Program.chat("Hi", "tools", List.of(Map.of("type", "web_search"))),
                        "tools[0].type"),
                () -> wrong(
                        program,
                        CHAT,
                        Program.chat(
                                "Hi",
                                "tools",
                                tools,
                                "tool_choice",
                                Map.of("type", "function", "function", Map.of("name", "g"))),
                        "tool_choice.function.name"),
                () -> wrong(
                        program,
                        CHAT,
                        Program.chat("Hi", "response_format", Map.of("type", "yaml")),
                        "response_format.type"),
                () -> wrong(
                        program,
                        CHAT,
                        Program.fields("messages", List.of(Map.of("role", "robot", "content", "Hi"))),
                        "messages[0].role"),
                () -> wrong(
                        program,
                        CHAT,
                        Program.fields(
                                "messages",
                                List.of(Map.of("role", "tool", "content", "3", "tool_call_id", "call_unknown"))),
                        "messages[0].tool_call_id"),
                () -> wrong(program, "completions", Program.fields("prompt", List.of(1, 2)), "prompt"),
                () -> wrong(program, "completions", Program.fields("prompt", "a", "suffix", "b"), "suffix"),
                () -> wrong(program, "responses", Program.fields("input", "a", "background", true), "background"),
                () -> wrong(
                        program,
                        "responses",
                        Program.fields("input", List.of(Map.of("type", "reasoning"))),
                        "input[0].type"));
    }

    @Test
    void ofTheHubNameWhatItDoesNotTake(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.chat("What is a lighthouse?", "temperature", 0.5);
        request.put("model", "cloister");
        wrong(program, CHAT, request, "temperature");
        request.remove("temperature");
        request.putAll(Map.of("max_tokens", 4, "seed", 1, "stop", "never said", "n", 1, "logprobs", false));
        program.send(CHAT, request)
                .then()
                .statusCode(200)
                .body("usage.completion_tokens", equalTo(4), "choices[0].finish_reason", equalTo("length"));
    }

    @Test
    void comeBeforeAStreamBegins(Visitor visitor) {
        Program program = Program.of(visitor);
        for (String path : List.of(CHAT, "completions", "responses")) {
            String words = "word ".repeat(4000);
            Map<String, Object> request = Program.fields("stream", true);
            switch (path) {
                case CHAT -> request.put("messages", List.of(Map.of("role", "user", "content", words)));
                case "completions" -> request.put("prompt", words);
                default -> request.put("input", words);
            }
            program.refused(path, request, 413)
                    .body("error.code", equalTo("PROMPT_TOO_LONG"), "error.type", equalTo("invalid_request_error"));
        }
    }

    @Test
    void tellABodyThatIsNoRequest(Visitor visitor) {
        Program program = Program.of(visitor);
        for (String body : List.of(
                "",
                "[]",
                "null",
                "{",
                "{} {}",
                "{\"model\": \"a\", \"model\": \"b\"}",
                "{\"model\": \"\\u0000\"}",
                "{\"model\": \"\\ud800\"}",
                "[".repeat(100_000))) {
            program.refused(CHAT, body, 400).body("error.code", equalTo("INVALID_REQUEST"));
        }
        program.refused(CHAT, "{\"messages\": [" + "[],".repeat(500_000) + "[]]}", 400)
                .body("error.code", equalTo("INVALID_REQUEST"), "error.message", containsString("400000 values"));
        program.refused(CHAT, "{\"model\": \"" + "x".repeat(9 << 20) + "\"}", 413)
                .body("error.code", equalTo("TOO_LARGE"));
        visitor.stranger()
                .body("{}")
                .post("/v1/responses")
                .then()
                .statusCode(401)
                .body("error.type", equalTo("authentication_error"));
        program.refused(CHAT, Program.fields("model", "gpt-9"), 404)
                .body("error.code", equalTo("MODEL_NOT_FOUND"), "error.message", containsString("gpt-9"));
    }

    private static void wrong(Program program, String path, Map<String, Object> request, String field) {
        program.refused(path, request, 400)
                .body(
                        "error.param", equalTo(field),
                        "error.type", equalTo("invalid_request_error"),
                        "error.message", containsString(field));
    }
}
