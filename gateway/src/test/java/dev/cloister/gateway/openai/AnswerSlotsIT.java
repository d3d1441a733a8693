package dev.cloister.gateway.openai;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class AnswerSlotsIT {

    private static final int PER_ACCOUNT = 4;
    private static final String CHAT = "chat/completions";

    @Test
    void oneAccountCannotTakeTheWholeModel(Visitor first) throws Exception {
        Program greedy = Program.of(first.newcomer("greedy"));
        Program other = Program.of(first);
        Map<String, Object> request = Program.chat("Hi", "max_tokens", 1);
        try (Socket running = longAnswers(greedy)) {
            for (String path : List.of(CHAT, "embeddings")) {
                Map<String, Object> body =
                        path.equals(CHAT) ? request : Map.of("model", "all-minilm-l6-v2", "input", "the sea");
                greedy.send(path, body)
                        .then()
                        .statusCode(429)
                        .header("Retry-After", matchesPattern("[0-9]+"))
                        .body("error.code", equalTo("TOO_MANY_ANSWERS"), "error.type", equalTo("rate_limit_error"));
            }
            String call = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"search_documents\",\"arguments\":{\"query\":\"the sea\"}}}";
            greedy.owner()
                    .program(greedy.token())
                    .contentType("application/json")
                    .body(call)
                    .post("/mcp")
                    .then()
                    .statusCode(429)
                    .header("Retry-After", matchesPattern("[0-9]+"))
                    .body("id", equalTo(7), "error.data.code", equalTo("TOO_MANY_ANSWERS"));
            other.ask(CHAT, request);
            assertTrue(running.isConnected());
        }
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (greedy.send(CHAT, request).statusCode() != 200) {
            assertTrue(System.nanoTime() < limit, "who went away still holds their slots");
        }
    }

    @Test
    void aRequestWithMoreChoicesThanSlotsIsServedAllTheSame(Visitor visitor) {
        Map<String, Object> request = Program.chat("Hi", "max_tokens", 2, "n", PER_ACCOUNT + 3);
        assertTrue(Program.of(visitor).ask(CHAT, request).get("choices").size() == PER_ACCOUNT + 3);
    }

    /** A connection on which an account's slots are all taken, by answers that go on. */
    private static Socket longAnswers(Program program) throws IOException {
        String request = Program.JSON.writeValueAsString(
                Program.chat("Write a very long story.", "max_tokens", 1900, "stream", true, "n", 16));
        Socket socket = new Socket("127.0.0.1", program.owner().gateway().port());
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + program.token() + "\r\nContent-Length: " + request.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + request).getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        assertTrue(line.contains(" 200 "), line);
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return socket;
    }
}
