package dev.cloister.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What one account has is not there for another. */
@ExtendWith(SharedGateway.class)
class SeparationIT {

    @Test
    void anotherAccountFindsNothingOfTheFirst(Visitor first) {
        Visitor second = first.newcomer("mallory");
        String conversation = first.newConversation();
        String document = first.page()
                .contentType("text/plain")
                .queryParam("name", "secret.txt")
                .body("The vault of the abbey of Hallow opens with the word heliotrope, said twice and slowly.")
                .post("/api/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        for (String address : new String[] {
            "/api/conversations/" + conversation,
            "/api/conversations/" + conversation + "/events",
            "/api/documents/" + document + "/text",
            "/api/passages/" + document + "%230"
        }) {
            second.page().urlEncodingEnabled(false).get(address).then().statusCode(404);
        }
        second.page().delete("/api/conversations/" + conversation).then().statusCode(404);
        second.page()
                .post("/api/conversations/" + conversation + "/stop")
                .then()
                .statusCode(404);
        second.page().delete("/api/documents/" + document).then().statusCode(404);
        second.page().get("/api/documents").then().body("documents", hasSize(0));
        try (EventReader events =
                second.say(second.newConversation(), "Which word opens the vault of the abbey of Hallow?")) {
            JsonNode message = events.until("done").data().get("message");
            assertFalse(message.has("citations"), "no passage of another's document was found");
            assertFalse(message.get("text").textValue().contains("heliotrope"));
        }
        first.page().delete("/api/documents/" + document).then().statusCode(204);
    }

    @Test
    void nobodyAnswersForAnotherAndNoProgramForAPerson(Visitor first) {
        Visitor second = first.newcomer("trudy");
        String token = first.newToken();
        try (EventReader events = first.say(first.newConversation(), "Convert 12 miles to kilometres.")) {
            String id = events.until("permission").data().get("id").textValue();
            second.page().get("/api/permissions/requests").then().body("requests", hasSize(0));
            second.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "once"))
                    .post("/api/permissions/requests/" + id)
                    .then()
                    .statusCode(404);
            first.program(token)
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "once"))
                    .post("/api/permissions/requests/" + id)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("PERSON_NEEDED"));
            first.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "deny"))
                    .post("/api/permissions/requests/" + id)
                    .then()
                    .statusCode(204);
            String text = events.until("done").data().at("/message/text").textValue();
            assertTrue(text.contains("words of your message"), "says what the app saw all the same: " + text);
        }
    }

    @Test
    void aNewPasswordEndsSessionsAndTokens(Visitor first) {
        Visitor second = first.newcomer("victor");
        String token = second.newToken();
        second.page()
                .contentType(ContentType.JSON)
                .body(Map.of("current", second.password(), "next", "a longer password than before"))
                .post("/api/session/password")
                .then()
                .statusCode(204);
        second.page().get("/api/session").then().statusCode(401);
        second.program(token).get("/v1/models").then().statusCode(401);
    }
}
