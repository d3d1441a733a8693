package dev.cloister.gateway.identity;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class SignInIT {

    @Test
    void setsACookieThatScriptsAndOtherSitesCannotUse(Visitor visitor) {
        String cookie = visitor.stranger()
                .contentType(ContentType.JSON)
                .body(Map.of("name", visitor.name(), "password", visitor.password()))
                .post("/api/session")
                .then()
                .statusCode(200)
                .body("name", equalTo("admin"), "roles", contains("admin", "user"))
                .extract()
                .header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownNameAlike(Visitor visitor) {
        for (String name : new String[] {"admin", "nobody-" + System.nanoTime()}) {
            visitor.stranger()
                    .contentType(ContentType.JSON)
                    .body(Map.of("name", name, "password", "wrong"))
                    .post("/api/session")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("code", equalTo("SIGN_IN_FAILED"));
        }
    }

    @Test
    void slowsGuessingDown(Visitor visitor) {
        String name = "guessed-" + System.nanoTime();
        Map<String, String> guess = Map.of("name", name, "password", "wrong");
        for (int i = 0; i < 5; i++) {
            visitor.stranger()
                    .contentType(ContentType.JSON)
                    .body(guess)
                    .post("/api/session")
                    .then()
                    .statusCode(401);
        }
        visitor.stranger()
                .contentType(ContentType.JSON)
                .body(guess)
                .post("/api/session")
                .then()
                .statusCode(429)
                .body("code", equalTo("SIGN_IN_THROTTLED"));
    }

    @Test
    void countsGuessesThatComeAtOnce(Visitor visitor) {
        Map<String, String> guess = Map.of("name", "hurried-" + System.nanoTime(), "password", "wrong");
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        try (ExecutorService guessers = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                guessers.execute(() -> statuses.add(visitor.stranger()
                        .contentType(ContentType.JSON)
                        .body(guess)
                        .post("/api/session")
                        .statusCode()));
            }
        }
        assertEquals(5, statuses.stream().filter(status -> status == 401).count(), statuses.toString());
    }

    @Test
    void refusesAChangeThatAnotherSiteMadeTheBrowserSend(Visitor visitor) {
        visitor.stranger()
                .cookie("cloister_session", visitor.cookie())
                .post("/api/conversations")
                .then()
                .statusCode(403)
                .body("code", equalTo("CROSS_SITE_REQUEST"));
        visitor.page()
                .header("Sec-Fetch-Site", "cross-site")
                .post("/api/conversations")
                .then()
                .statusCode(403);
    }

    @Test
    void refusesAWrongTokenAndOneThatWasRevoked(Visitor visitor) {
        visitor.program("clo_wrong")
                .get("/v1/models")
                .then()
                .statusCode(401)
                .body("error.code", equalTo("TOKEN_INVALID"), "error.type", equalTo("authentication_error"));
        String token = visitor.newToken();
        visitor.program(token).get("/api/session").then().statusCode(200);
        for (String id : visitor.page().get("/api/tokens").jsonPath().getList("tokens.id", String.class)) {
            visitor.page().delete("/api/tokens/" + id).then().statusCode(204);
        }
        visitor.program(token).get("/api/session").then().statusCode(401);
    }

    @Test
    void endsASession(Visitor visitor) {
        Visitor second = Visitor.signIn(visitor.gateway(), visitor.home(), visitor.name(), visitor.password());
        second.page().delete("/api/session").then().statusCode(204);
        second.page().get("/api/session").then().statusCode(401);
        visitor.page().get("/api/session").then().statusCode(200);
    }

    @Test
    void sendsThePageWithAPolicyThatKeepsStrangersOut(Visitor visitor) {
        visitor.stranger()
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @Test
    void answersBrokenJsonWithACode(Visitor visitor) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body("{\"name\": ")
                .post("/api/tokens")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
    }
}
