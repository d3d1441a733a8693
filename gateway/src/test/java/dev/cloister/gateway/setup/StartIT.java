package dev.cloister.gateway.setup;

import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class StartIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void saysThatAPortIsInUseBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            GatewayProcess.Result result = GatewayProcess.run(
                    "serve", folder.resolve("home"), GatewayProcess.downloads(), taken.getLocalPort());
            assertEquals(1, result.status());
            assertTrue(result.output().contains("PORT_IN_USE"), result.output());
            assertTrue(Files.notExists(folder.resolve("home/db/data")), "no database was made");
        }
    }

    @Test
    void saysThatAnotherInstanceRunsOnTheHome(Visitor visitor) throws IOException {
        GatewayProcess.Result result =
                GatewayProcess.run("serve", visitor.home(), GatewayProcess.downloads(), GatewayProcess.freePort());
        assertEquals(1, result.status());
        assertTrue(result.output().contains("HOME_IN_USE"), result.output());
    }

    @Test
    void printsAWorkingTokenForAUserAndRefusesAnUnknownOne(Visitor visitor) {
        GatewayProcess.Result issued =
                GatewayProcess.run("token", visitor.home(), GatewayProcess.downloads(), 1, "admin");
        String token = issued.output().lines().reduce((first, last) -> last).orElseThrow();
        visitor.program(token).get("/v1/models").then().statusCode(200);
        GatewayProcess.Result refused =
                GatewayProcess.run("token", visitor.home(), GatewayProcess.downloads(), 1, "nobody");
        assertEquals(1, refused.status());
        assertTrue(refused.output().contains("ACCOUNT_UNKNOWN"), refused.output());
    }

    @Test
    void saysThatAHomeHoldsNoInstance() {
        GatewayProcess.Result result =
                GatewayProcess.run("token", folder.resolve("empty"), GatewayProcess.downloads(), 1, "admin");
        assertEquals(1, result.status());
        assertTrue(result.output().contains("HOME_EMPTY"), result.output());
        assertTrue(Files.notExists(folder.resolve("empty")), "nothing was made");
    }

    @Test
    void keepsEverythingAcrossAKillAndSaysWhatWasCutOff() {
        Path home = folder.resolve("killed");
        String conversation;
        String password;
        try (GatewayProcess first =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            password = first.password().orElseThrow();
            Visitor visitor = Visitor.signIn(first, home, "admin", password);
            conversation = visitor.newConversation();
            try (EventReader events = visitor.say(conversation, "Write a long story about a river.")) {
                events.until("token");
                first.kill();
            }
        }
        try (GatewayProcess second =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            assertTrue(second.password().isEmpty(), "the password is shown on the first start only");
            Visitor visitor = Visitor.signIn(second, home, "admin", password);
            var stored = visitor.conversation(conversation);
            assertEquals(List.of("complete", "failed"), stored.getList("messages.status"));
            assertEquals("INTERRUPTED", stored.getString("messages[1].error.code"));
            try (EventReader events = visitor.say(conversation, "Say hello.")) {
                events.until("done");
            }
            GatewayProcess.Result verified =
                    GatewayProcess.run("ledger", home, GatewayProcess.downloads(), 1, "verify");
            assertEquals(0, verified.status(), verified.output());
        }
    }

    @Test
    void aTruncatedModelIsSaidAndTheRestGoesOn() throws IOException {
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        Files.createDirectories(downloads.resolve("models"));
        Files.createDirectories(downloads.resolve("native"));
        Files.createSymbolicLink(
                downloads.resolve("native/llama"),
                GatewayProcess.downloads().resolve("native/llama").toRealPath());
        String model = "SmolLM2-135M-Instruct.Q4_1.gguf";
        try (InputStream whole = Files.newInputStream(
                GatewayProcess.downloads().resolve("models").resolve(model))) {
            Files.write(downloads.resolve("models").resolve(model), whole.readNBytes(10_000_000));
        }
        Path home = folder.resolve("home");
        try (GatewayProcess gateway = GatewayProcess.start(home, downloads)) {
            Visitor visitor =
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow());
            try (EventReader events = visitor.say(visitor.newConversation(), "Hello?")) {
                assertEquals(
                        "MODEL_INVALID",
                        events.until("error").data().get("code").textValue());
            }
            given().baseUri(gateway.uri().toString())
                    .get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("status", equalTo("DOWN"));
            visitor.page()
                    .get("/api/status")
                    .then()
                    .statusCode(200)
                    .body("model.state", equalTo("failed"), "model.reason", containsString("SHA-256"));
        }
    }
}
