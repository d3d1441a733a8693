package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.watermark.human.HumanTexts;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A gateway whose model is another gateway's, which takes biases and knows nothing of the marks. */
@ExtendWith(SharedGateway.class)
class ServerMarksIT {

    private static final String MODEL = "smollm2-135m-instruct";
    private static final String SCHEME = "sparse-bias-1024";
    private static final List<String> PROMPTS =
            List.of("Write a long story about a fox.", "Explain how bread is baked.", "Describe a harbour at night.");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    @Test
    void answersOfAServerAreMarkedAndTheMarkIsFound(Visitor other) throws IOException {
        addServer(other);
        try (GatewayProcess gateway =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            Visitor visitor =
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
            visitor.page()
                    .get("/api/status")
                    .then()
                    .body("model.marked", equalTo(true), "model.server", containsString("127.0.0.1:"));
            String answers = answers(visitor, "far");
            assertMarked(check(visitor, answers));
            assertNotMarked(check(visitor, answers(other, MODEL)));
            assertNotMarked(check(visitor, humanText()));
            assertKeysAreCertifiedAndRotate(visitor);
            assertMarked(check(visitor, answers));
            assertChatsAreMarkedAndPoliciesHold(visitor);
        }
    }

    private void addServer(Visitor other) throws IOException {
        Path key = Files.createDirectories(home.resolve("keys")).resolve("other");
        Files.writeString(key, other.newToken());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String address = other.uri("/v1").toString();
        assertSaid(add("far", address, "nothing"), 1, "TOKENIZER_INVALID", "Nothing was added");
        assertSaid(add("far", address, MODEL), 0, "marked by biases");
        assertSaid(add("further", address, "far"), 1, "TOKENIZER_INVALID");
        assertSaid(model("use", "far"), 0, "far");
        assertSaid(model("list"), 0, "marked by biases");
    }

    private static String answers(Visitor visitor, String model) {
        String token = visitor.newToken();
        List<String> texts = new ArrayList<>();
        for (String prompt : PROMPTS) {
            texts.add(visitor.program(token)
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "model",
                            model,
                            "max_tokens",
                            300,
                            "temperature",
                            1,
                            "seed",
                            1,
                            "messages",
                            List.of(Map.of("role", "user", "content", prompt))))
                    .post("/v1/chat/completions")
                    .then()
                    .statusCode(200)
                    .body("usage.completion_tokens", greaterThan(0))
                    .extract()
                    .path("choices[0].message.content"));
        }
        return String.join("\n\n", texts);
    }

    private static JsonPath check(Visitor visitor, String text) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", text))
                .post("/api/watermark/detect")
                .then()
                .statusCode(200)
                .body("effectUnknown", equalTo(true), "keysLeftOut", equalTo(0))
                .extract()
                .jsonPath();
    }

    private static void assertMarked(JsonPath found) {
        assertEquals("marked", found.getString("verdict"), found::prettify);
        assertEquals(
                List.of("sparse-bias"),
                found.getList("spans.scheme").stream().distinct().toList());
    }

    /** Since nobody measured how strongly such answers are marked. */
    private static void assertNotMarked(JsonPath found) {
        assertEquals("insufficient", found.getString("verdict"), found::prettify);
    }

    private static String humanText() {
        Path wheel = GatewayProcess.downloads().resolve("texts").resolve(HumanTexts.FILE);
        return HumanTexts.read(wheel).getLast().substring(0, 5_000);
    }

    private static void assertKeysAreCertifiedAndRotate(Visitor visitor) {
        List<Map<String, Object>> keys = visitor.page().get("/api/marks/keys").path("keys");
        List<Map<String, Object>> active = keys.stream()
                .filter(key -> "admin".equals(key.get("app")) && "active".equals(key.get("state")))
                .toList();
        assertEquals(1, active.size());
        assertEquals(SCHEME, active.getFirst().get("scheme"));
        assertEquals(true, active.getFirst().get("certified"));
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("app", "admin", "scheme", SCHEME))
                .post("/api/marks/keys/rotate")
                .then()
                .statusCode(200)
                .body("epoch", greaterThan((Integer) active.getFirst().get("epoch")));
    }

    private static void assertChatsAreMarkedAndPoliciesHold(Visitor visitor) {
        assertEquals(List.of(false, true), marked(visitor));
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("scheme", "none"))
                .put("/api/marks/policies/hub")
                .then()
                .statusCode(200);
        assertEquals(List.of(false, false), marked(visitor));
    }

    private static List<Boolean> marked(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, "Say hello.")) {
            events.until("done");
        }
        return visitor.conversation(conversation).getList("messages.marked");
    }

    private GatewayProcess.Result add(String name, String address, String tokenizer) {
        return model(
                "add",
                name,
                "--server",
                address,
                "--model",
                MODEL,
                "--context",
                "2048",
                "--key-file",
                "other",
                "--logit-bias",
                "1024",
                "--tokenizer",
                tokenizer);
    }

    private GatewayProcess.Result model(String... words) {
        return GatewayProcess.run("model", home, GatewayProcess.downloads(), 1, words);
    }

    private static void assertSaid(GatewayProcess.Result result, int status, String... words) {
        assertEquals(status, result.status(), result.output());
        for (String word : words) {
            assertTrue(result.output().contains(word), () -> word + " in " + result.output());
        }
    }
}
