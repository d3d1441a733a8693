package dev.cloister.gateway.apps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class AppsIT {

    private static final String CONVERSION = "Convert 12 miles to kilometres.";
    private static final String NOTES_QUESTION = "What do my notes say about the dentist?";

    @BeforeEach
    void withoutGrants(Visitor visitor) {
        for (String id : visitor.page().get("/api/permissions").jsonPath().getList("grants.id", String.class)) {
            visitor.page().delete("/api/permissions/" + id).then().statusCode(204);
        }
    }

    @Test
    void appsAreOnSinceEveryLayerHolds(Visitor visitor) {
        visitor.page()
                .get("/api/apps")
                .then()
                .statusCode(200)
                .body("available", equalTo(true), "apps.name", hasItem("everyday"))
                .body("apps[0].tools.name", hasItems("convert_units", "read_notes"));
    }

    @Test
    void asksBeforeTheCallAndShowsWhatTheAppSaw(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), CONVERSION)) {
            JsonNode asked = events.until("permission").data();
            assertEquals("convert_units", asked.get("tool").textValue());
            assertEquals("12 miles", asked.at("/arguments/quantity").textValue());
            answer(visitor, asked, "once");
            JsonNode used = events.until("app").data();
            assertTrue(used.get("result").textValue().contains("19.3"), used.toString());
            assertEquals(1, used.get("saw").size());
            JsonNode message = events.until("done").data().get("message");
            assertTrue(message.get("text").textValue().contains("19.3"), message.toString());
        }
    }

    @Test
    void callsWithTheArgumentsThatTheUserCorrected(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), CONVERSION)) {
            JsonNode asked = events.until("permission").data();
            visitor.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "once", "arguments", Map.of("quantity", "1 mile", "to", "feet")))
                    .post("/api/permissions/requests/" + asked.get("id").textValue())
                    .then()
                    .statusCode(204);
            assertTrue(events.until("app").data().get("result").textValue().contains("5280"));
        }
    }

    @Test
    void doesNothingWithoutConsent(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(visitor, events.until("permission").data(), "deny");
            List<EventReader.Event> rest = events.all();
            assertFalse(rest.stream().anyMatch(event -> event.name().equals("app")));
            assertEquals("done", rest.getLast().name());
        }
    }

    @Test
    void aGrantForAChatHoldsThereAndNowhereElse(Visitor visitor) {
        String chat = visitor.newConversation();
        try (EventReader events = visitor.say(chat, CONVERSION)) {
            answer(visitor, events.until("permission").data(), "chat");
            events.until("done");
        }
        visitor.page().get("/api/permissions").then().body("grants", hasSize(1), "grants[0].scope", equalTo("chat"));
        try (EventReader events = visitor.say(chat, "Convert 3 feet to inches.")) {
            List<EventReader.Event> all = events.all();
            assertFalse(all.stream().anyMatch(event -> event.name().equals("permission")), "granted in this chat");
            assertTrue(all.stream().anyMatch(event -> event.name().equals("app")));
        }
        try (EventReader events = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(visitor, events.until("permission").data(), "deny");
            events.until("done");
        }
    }

    @Test
    void theHubOnV1ActsUnderStandingGrantsOnly(Visitor visitor) {
        String token = visitor.newToken();
        assertTrue(hub(visitor, token).contains("needs your consent"), "asks for consent");
        try (EventReader events = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(visitor, events.until("permission").data(), "always");
            events.until("done");
        }
        assertTrue(hub(visitor, token).contains("19.3"), "granted for always");
    }

    @Test
    void theAppSeesTheNotesOnlyOnceTheUserAgreed(Visitor visitor) {
        visitor.page()
                .contentType("text/plain; charset=utf-8")
                .body("Dentist: Tuesday at three\nBuy bread\n")
                .put("/api/apps/everyday/notes")
                .then()
                .statusCode(204);
        try (EventReader events = visitor.say(visitor.newConversation(), NOTES_QUESTION)) {
            JsonNode asked = events.until("permission").data();
            assertEquals("read_notes", asked.get("tool").textValue());
            assertEquals("your notes", asked.at("/reads/0").textValue());
            answer(visitor, asked, "deny");
            events.until("done");
        }
        try (EventReader events = visitor.say(visitor.newConversation(), NOTES_QUESTION)) {
            answer(visitor, events.until("permission").data(), "once");
            JsonNode used = events.until("app").data();
            assertTrue(used.get("result").textValue().contains("Tuesday at three"), used.toString());
            assertTrue(used.get("saw").toString().contains("Your notes"), used.toString());
            events.until("done");
        }
        visitor.page().delete("/api/apps/everyday/notes").then().statusCode(204);
        try (EventReader events = visitor.say(visitor.newConversation(), NOTES_QUESTION)) {
            assertEquals(
                    "NOTES_MISSING", events.until("error").data().get("code").textValue());
        }
    }

    @Test
    void stopEndsAQuestionThatWaitsForConsent(Visitor visitor) {
        String chat = visitor.newConversation();
        try (EventReader events = visitor.say(chat, CONVERSION)) {
            events.until("permission");
            visitor.page().post("/api/conversations/" + chat + "/stop").then().statusCode(204);
            assertEquals(
                    "stopped", events.until("done").data().at("/message/status").textValue());
        }
        visitor.page().get("/api/permissions/requests").then().body("requests", hasSize(0));
    }

    @Test
    void refusesADecisionThatWasNotOffered(Visitor visitor) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("decision", "forever"))
                .post("/api/permissions/requests/00000000-0000-0000-0000-000000000001")
                .then()
                .statusCode(400);
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("decision", "once"))
                .post("/api/permissions/requests/00000000-0000-0000-0000-000000000001")
                .then()
                .statusCode(404);
    }

    private static void answer(Visitor visitor, JsonNode asked, String decision) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("decision", decision))
                .post("/api/permissions/requests/" + asked.get("id").textValue())
                .then()
                .statusCode(204);
    }

    private static String hub(Visitor visitor, String token) {
        return visitor.program(token)
                .contentType(ContentType.JSON)
                .body(Map.of("model", "cloister", "messages", List.of(Map.of("role", "user", "content", CONVERSION))))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .extract()
                .path("choices[0].message.content");
    }
}
