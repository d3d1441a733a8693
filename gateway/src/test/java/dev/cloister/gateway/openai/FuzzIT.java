package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever is sent, the answer is one that a client can understand, and it comes. */
@ExtendWith(SharedGateway.class)
class FuzzIT {

    private static final int TRIES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Integer> UNDERSTOOD = List.of(200, 400, 404, 405, 413, 415, 429);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @ValueSource(strings = {"""
                chat/completions {"model":"smollm2-135m-instruct","messages":[{"role":"system","content":"Be kind."},
                {"role":"user","content":[{"type":"text","text":"Hello"}]},{"role":"assistant","content":"Hi","refusal":null},
                {"role":"user","content":"Bye"}],"max_tokens":2,"n":1,"stream":false,"temperature":1,"top_p":0.9,"top_k":5,
                "min_p":0.1,"seed":1,"stop":["x"],"logit_bias":{"5":1},"presence_penalty":0,"frequency_penalty":0,
                "logprobs":true,"top_logprobs":0,"user":"u","metadata":{},"response_format":{"type":"text"}}""", """
                chat/completions {"model":"smollm2-135m-instruct","messages":[{"role":"user","content":"Hello"},
                {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f",
                "arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"3"}],"max_tokens":2,"stream":true,
                "stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"f","description":"d",
                "parameters":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"]}}}],"tool_choice":"auto",
                "parallel_tool_calls":false}""", """
                chat/completions {"model":"smollm2-135m-instruct","messages":[{"role":"user","content":"Hello"}],"max_tokens":4,
                "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":
                {"a":{"enum":[1,"b",null]},"c":{"type":"string","maxLength":3}},"required":["a"],
                "additionalProperties":false}}}}""", """
                chat/completions {"model":"cloister","messages":[{"role":"user","content":"Hello"}],"max_tokens":2,"seed":3,
                "stop":"x"}""", """
                completions {"model":"smollm2-135m-instruct","prompt":["One","Two"],"max_tokens":2,"n":2,"echo":false,
                "logprobs":0,"stop":null,"suffix":null,"stream":false,"best_of":2,"repetition_penalty":1.1}""", """
                embeddings {"model":"all-minilm-l6-v2","input":["One","Two"],"encoding_format":"base64","dimensions":384,
                "truncate":true,"user":"u"}""", """
                responses {"model":"smollm2-135m-instruct","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},
                {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"a","output":"3"}],"instructions":"Be kind.","max_output_tokens":2,
                "stream":true,"store":true,"previous_response_id":null,"text":{"format":{"type":"text"}},"tools":[],
                "include":["message.output_text.logprobs"],"top_logprobs":0,"metadata":{"a":"b"}}"""})
    void everyBodyIsAnsweredInWords(String example, Visitor visitor) throws Exception {
        String path = example.substring(0, example.indexOf(' '));
        JsonNode valid = Program.parse(example.substring(example.indexOf(' ')));
        Program program = Program.of(visitor);
        ProcessHandle worker = visitor.gateway().engineWorkers().getFirst();
        long seed = new Random().nextLong();
        JsonMutation mutation = new JsonMutation(new Random(seed));
        for (int i = 0; i < TRIES; i++) {
            String body = mutation.isWhole() ? brief(mutation.of(valid)).toString() : mutation.text(valid.toString());
            String what = "seed " + seed + ", try " + i + ", " + path + " " + body;
            check(send(program, path, body), what);
        }
        assertTrue(worker.isAlive(), "the engine's worker went on, seed " + seed);
        assertFalse(
                Files.readString(visitor.home().resolve("logs/gateway.log")).contains("Unexpected failure"),
                "the log holds no failure that nobody expected, seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"responses/", "models/"})
    void everyNameIsAnsweredInWords(String path, Visitor visitor) throws Exception {
        Program program = Program.of(visitor);
        long seed = new Random().nextLong();
        JsonMutation mutation = new JsonMutation(new Random(seed));
        for (int i = 0; i < TRIES; i++) {
            String name = URLEncoder.encode(mutation.text("resp_0123"), StandardCharsets.UTF_8);
            HttpRequest request = request(program, path + name).GET().build();
            check(
                    http.send(request, HttpResponse.BodyHandlers.ofString()),
                    "seed " + seed + ", try " + i + ", " + name);
        }
    }

    private static void check(HttpResponse<String> answer, String what) {
        assertTrue(UNDERSTOOD.contains(answer.statusCode()), answer.statusCode() + " " + answer.body() + " to " + what);
        if (answer.statusCode() != 200) {
            JsonNode error = Program.parse(answer.body()).get("error");
            assertTrue(error.get("message").isTextual() && error.get("code").isTextual(), what);
            assertEquals(4, error.size(), what);
        }
    }

    private HttpResponse<String> send(Program program, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = request(program, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Program program, String path) {
        URI uri = program.owner().uri("/v1/" + path);
        return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Authorization", "Bearer " + program.token());
    }

    /** Keeps answers short, where a mutation has not made the limit nonsense. */
    private static JsonNode brief(JsonNode body) {
        if (body instanceof ObjectNode fields) {
            for (String limit : List.of("max_tokens", "max_completion_tokens", "max_output_tokens", "n")) {
                JsonNode value = fields.path(limit);
                if (value.isIntegralNumber() && value.longValue() > 3) {
                    fields.put(limit, 3);
                }
            }
            if (!fields.has("max_tokens") && !fields.has("max_output_tokens") && !fields.has("encoding_format")) {
                fields.put(fields.has("input") ? "max_output_tokens" : "max_tokens", 3);
            }
        }
        return body;
    }
}
