package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.openai.JsonMutation;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever is sent, a JSON-RPC message comes back, and never a failure that nobody expected. */
@ExtendWith(SharedGateway.class)
class McpFuzzIT {

    private static final int TRIES = 200;
    private static final List<Integer> UNDERSTOOD = List.of(200, 202, 400, 404, 413);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @ValueSource(strings = {"""
                2025-11-25 {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_documents",
                "arguments":{"query":"tide tables","limit":3},"_meta":{"progressToken":"a"}}}""", """
                2026-07-28 {"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"check_mark",
                "arguments":{"text":"Short."},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                "io.modelcontextprotocol/clientInfo":{"name":"n","version":"1"},
                "io.modelcontextprotocol/clientCapabilities":{}}}}""", """
                2025-11-25 {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                "capabilities":{"roots":{}},"clientInfo":{"name":"n","version":"1"}}}"""})
    void everyBodyIsAnsweredInWords(String example, Visitor visitor) throws Exception {
        String version = example.substring(0, example.indexOf(' '));
        JsonNode valid = McpPeer.parse(example.substring(example.indexOf(' ')));
        String token = visitor.newToken();
        long seed = new Random().nextLong();
        JsonMutation mutation = new JsonMutation(new Random(seed));
        for (int i = 0; i < TRIES; i++) {
            String body = mutation.isWhole() ? mutation.of(valid).toString() : mutation.text(valid.toString());
            String what = "seed " + seed + ", try " + i + ", " + body;
            HttpRequest request = HttpRequest.newBuilder(visitor.uri("/mcp"))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .header("MCP-Protocol-Version", version)
                    .header("Mcp-Method", valid.get("method").textValue())
                    .header("Mcp-Name", valid.at("/params/name").asText())
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            check(http.send(request, HttpResponse.BodyHandlers.ofString()), what);
        }
        assertFalse(
                Files.readString(visitor.home().resolve("logs/gateway.log")).contains("Unexpected failure"),
                "the log holds no failure that nobody expected, seed " + seed);
    }

    private static void check(HttpResponse<String> answer, String what) {
        assertTrue(UNDERSTOOD.contains(answer.statusCode()), answer.statusCode() + " " + answer.body() + " to " + what);
        if (answer.statusCode() == 202) {
            assertEquals("", answer.body(), what);
            return;
        }
        JsonNode message = McpPeer.parse(answer.body());
        assertEquals("2.0", message.get("jsonrpc").textValue(), what);
        assertTrue(message.has("result") != message.has("error"), what);
        if (message.has("error")) {
            assertTrue(
                    message.at("/error/code").isInt()
                            && message.at("/error/message").isTextual(),
                    what);
        }
    }
}
