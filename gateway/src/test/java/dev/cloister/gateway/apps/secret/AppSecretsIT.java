package dev.cloister.gateway.apps.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningLedger;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class AppSecretsIT {

    private static final String VERSIONS = "/api/app-versions";
    private static final String SECRET = "key-of-the-weather-0123456789";

    @Test
    void anAppReachesItsHostWithASecretThatNobodySeesAgain(Visitor visitor) throws IOException {
        HttpServer server = weather();
        CallingApp app = new CallingApp("barometer", server.getAddress().getPort());
        try {
            String digest = registered(visitor, app);
            assertTrue(answer(visitor, app).contains("SECRET_MISSING"));

            stored(visitor, app.name(), 200)
                    .body("secrets[0].stored", equalTo(true), "secrets[0].updatedBy", equalTo("admin"))
                    .body(not(containsString(SECRET)));
            String answer = answer(visitor, app);
            assertTrue(answer.contains("Storm, by 10 hPa."), answer);
            visitor.page()
                    .get("/api/app-secrets/barometer")
                    .then()
                    .statusCode(200)
                    .body(
                            "reaches[0]",
                            containsString("GET http://localhost"),
                            "secrets[0].name",
                            equalTo("WEATHER_KEY"))
                    .body(not(containsString(SECRET)));

            visitor.page()
                    .delete("/api/app-secrets/barometer/WEATHER_KEY")
                    .then()
                    .statusCode(204);
            assertTrue(answer(visitor, app).contains("SECRET_MISSING"));
            visitor.page()
                    .delete("/api/app-secrets/barometer/WEATHER_KEY")
                    .then()
                    .statusCode(404);

            List<JsonNode> written = RunningLedger.details(visitor.home(), "egress.request").stream()
                    .filter(detail -> detail.get("app").textValue().equals("barometer"))
                    .toList();
            assertEquals(
                    List.of("SECRET_MISSING", "ALLOWED", "SECRET_MISSING"),
                    written.stream()
                            .map(detail -> detail.get("verdict").textValue())
                            .toList());
            assertEquals(64, written.get(1).get("pathSha256").textValue().length());
            assertFalse(written.toString().contains("/weather"), "what an app can choose is no text of the log");
            assertEquals(200, written.get(1).get("status").intValue());
            assertFalse(written.toString().contains("private"), "no query is written down");
            assertFalse(written.toString().contains(SECRET));
            gone(visitor, app.name(), digest);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTrialReachesNobodyAndSaysWhatIsAskedFor(Visitor visitor) throws IOException {
        HttpServer server = weather();
        CallingApp app = new CallingApp("vane", server.getAddress().getPort());
        try {
            String digest = registered(visitor, app);
            visitor.page()
                    .get(VERSIONS + "/vane/" + digest)
                    .then()
                    .body("testRun[0].answer", containsString("CLOSED"), "reaches[0].rule", containsString("/weather*"))
                    .body("reaches[0].added", equalTo(false))
                    .body("findings.what", hasItem(containsString("without TLS")));
            gone(visitor, app.name(), digest);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theCommandLineOpensTheNetworkToWhoeverWroteTheApp(Visitor visitor, @TempDir Path work) throws IOException {
        Path archive = work.resolve("barograph.mcpb");
        Files.write(archive, new CallingApp("barograph", 8099).archive());
        String closed = checked(visitor, archive);
        assertTrue(closed.contains("reaches      GET http://localhost:8099 /weather*"), closed);
        assertTrue(closed.contains("secret       WEATHER_KEY, filled in for localhost only"), closed);
        assertTrue(closed.contains("error: CLOSED"), closed);
        // This machine is a private network to apps: the name is looked up, and what it leads to refused.
        String open = checked(visitor, archive, "--network");
        assertTrue(open.contains("network      ADDRESS_REFUSED CONNECT localhost:8099"), open);
    }

    private static String checked(Visitor visitor, Path archive, String... options) {
        String[] words = Stream.concat(Stream.of("check", archive.toString()), Stream.of(options))
                .toArray(String[]::new);
        GatewayProcess.Result result = GatewayProcess.run("app", visitor.home(), GatewayProcess.downloads(), 1, words);
        assertEquals(1, result.status(), result.output());
        return result.output();
    }

    @Test
    void aKeyStaysWithTheHostThatItWasStoredFor(Visitor visitor) {
        CallingApp app = new CallingApp("sextant", 9);
        String first = registered(visitor, app);
        stored(visitor, app.name(), 200).body("secrets[0].stored", equalTo(true));
        String second = registered(visitor, app.movedTo("evil.example.org"));
        visitor.page()
                .get("/api/app-secrets/sextant")
                .then()
                .body("secrets[0].host", equalTo("evil.example.org"), "secrets[0].stored", equalTo(false));
        visitor.page()
                .get(VERSIONS + "/sextant/" + first)
                .then()
                .body("reaches[0].added", equalTo(true), "reaches[0].rule", containsString("localhost"));
        visitor.page().post(VERSIONS + "/sextant/disable").then().statusCode(204);
        for (String digest : List.of(first, second)) {
            visitor.page().delete(VERSIONS + "/sextant/" + digest).then().statusCode(204);
        }
    }

    @Test
    void onlyAPersonWhoIsAnAdministratorStoresWhatAnAppAsksFor(Visitor visitor) {
        CallingApp app = new CallingApp("gauge", 9);
        String digest = registered(visitor, app);
        Visitor user = visitor.newcomer("fisher");
        user.page().get("/api/app-secrets/gauge").then().statusCode(403);
        stored(user, app.name(), 403).body("code", equalTo("FORBIDDEN"));
        visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body(Map.of("value", SECRET))
                .put("/api/app-secrets/gauge/WEATHER_KEY")
                .then()
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        put(visitor, "/api/app-secrets/gauge/OTHER_KEY", SECRET).statusCode(404);
        put(visitor, "/api/app-secrets/nothing/WEATHER_KEY", SECRET).statusCode(404);
        put(visitor, "/api/app-secrets/gauge/WEATHER_KEY", "short")
                .statusCode(400)
                .body("code", equalTo("EGRESS_INVALID"));
        gone(visitor, app.name(), digest);
    }

    private static HttpServer weather() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/weather", exchange -> {
            boolean known = SECRET.equals(exchange.getRequestHeaders().getFirst("x-key"));
            byte[] words = (known ? "Storm, by 10 hPa." : "Who asks?").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String registered(Visitor visitor, CallingApp app) {
        return visitor.install(app.name(), app.archive());
    }

    private static void gone(Visitor visitor, String app, String digest) {
        visitor.page().post(VERSIONS + "/" + app + "/disable").then().statusCode(204);
        visitor.page().delete(VERSIONS + "/" + app + "/" + digest).then().statusCode(204);
    }

    private static ValidatableResponse stored(Visitor visitor, String app, int status) {
        return put(visitor, "/api/app-secrets/" + app + "/WEATHER_KEY", SECRET).statusCode(status);
    }

    private static ValidatableResponse put(Visitor visitor, String address, String value) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("value", value))
                .put(address)
                .then();
    }

    private static String answer(Visitor visitor, CallingApp app) {
        try (EventReader events = visitor.say(visitor.newConversation(), app.question())) {
            JsonNode asked = events.until("permission").data();
            visitor.page()
                    .contentType("application/json")
                    .body(Map.of("decision", "once"))
                    .post("/api/permissions/requests/" + asked.get("id").textValue())
                    .then()
                    .statusCode(204);
            return events.until("done").data().at("/message/text").textValue();
        }
    }
}
