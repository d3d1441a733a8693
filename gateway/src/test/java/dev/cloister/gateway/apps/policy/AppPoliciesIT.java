package dev.cloister.gateway.apps.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class AppPoliciesIT {

    private static final String PATH = "/api/app-policies/everyday";
    private static final String CONVERSION = "Convert 12 miles to kilometres.";

    @AfterEach
    void withoutRules(Visitor visitor) {
        put(visitor, "{\"rules\": []}").statusCode(200);
        for (String id : visitor.page().get(PATH).jsonPath().getList("proposals.id", String.class)) {
            visitor.page().delete(PATH + "/proposals/" + id).then().statusCode(204);
        }
        for (String id : visitor.page().get("/api/permissions").jsonPath().getList("grants.id", String.class)) {
            visitor.page().delete("/api/permissions/" + id).then().statusCode(204);
        }
    }

    @Test
    void whatARuleForbidsIsNotCalledAndProposesTheRuleThatWouldAskForIt(Visitor visitor) {
        put(visitor, """
                {"rules": [{"tool": "convert_units", "action": "forbid", "message": "Use the metric system.",
                  "when": {"properties": {"quantity": {"pattern": "mile"}}}}]}""").statusCode(200);
        List<EventReader.Event> events = ask(visitor, CONVERSION);
        assertFalse(events.stream().anyMatch(event -> event.name().equals("permission")));
        assertFalse(events.stream().anyMatch(event -> event.name().equals("app")));
        assertTrue(
                events.getLast().data().at("/message/text").textValue().contains("Use the metric system."),
                events.toString());

        String proposal = visitor.page()
                .get(PATH)
                .then()
                .body("proposals", hasSize(1), "proposals[0].rule.action", equalTo("ask"))
                .extract()
                .path("proposals[0].id");
        visitor.page()
                .post(PATH + "/proposals/" + proposal + "/accept")
                .then()
                .statusCode(200)
                .body("policy.rules", hasSize(2), "proposals", hasSize(0));
        try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
            JsonNode asked = reader.until("permission").data();
            assertEquals(1, asked.get("choices").size(), "each call by itself: " + asked);
            answer(visitor, asked, Map.of("decision", "once"));
            assertTrue(
                    reader.until("done").data().at("/message/text").textValue().contains("19.3"));
        }
    }

    @Test
    void aRuleThatIsWrittenWhileTheUserThinksCounts(Visitor visitor) {
        try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
            JsonNode asked = reader.until("permission").data();
            put(visitor, "{\"rules\": [{\"tool\": \"*\", \"action\": \"forbid\"}]}")
                    .statusCode(200);
            answer(visitor, asked, Map.of("decision", "always"));
            String text = reader.until("done").data().at("/message/text").textValue();
            assertTrue(text.contains("Everyday may not do that here."), text);
        }
        visitor.page().get("/api/permissions").then().body("grants", hasSize(0));
    }

    @Test
    void aDeveloperDoesNotSeeWhatUsersSaid(Visitor visitor) {
        put(visitor, "{\"rules\": [{\"tool\": \"*\", \"action\": \"forbid\"}]}").statusCode(200);
        ask(visitor, CONVERSION);
        visitor.page().get(PATH).then().body("proposals", hasSize(1));
        visitor.newcomer("dora", "developer")
                .page()
                .get(PATH)
                .then()
                .statusCode(200)
                .body("proposals", hasSize(0));
        visitor.program(visitor.newToken()).get(PATH).then().statusCode(200).body("proposals", hasSize(0));
    }

    @Test
    void argumentsThatTheUserChangedAreJudgedAgain(Visitor visitor) {
        put(visitor, """
                {"rules": [{"tool": "*", "action": "forbid",
                  "when": {"properties": {"to": {"const": "feet"}}, "required": ["to"]}}]}""").statusCode(200);
        try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(
                    visitor,
                    reader.until("permission").data(),
                    Map.of("decision", "once", "arguments", Map.of("quantity", "1 mile", "to", "feet")));
            String text = reader.until("done").data().at("/message/text").textValue();
            assertTrue(text.contains("Everyday may not do that here."), text);
        }
    }

    @Test
    void aRuleSparesTheQuestionOnlyWhereNothingOfTheUsersIsTouched(Visitor visitor) {
        put(visitor, "{\"rules\": [{\"tool\": \"*\", \"action\": \"allow\"}]}")
                .statusCode(200)
                .body("remarks[0]", containsString("read_notes"));
        List<EventReader.Event> events = ask(visitor, CONVERSION);
        assertFalse(events.stream().anyMatch(event -> event.name().equals("permission")));
        assertTrue(events.stream().anyMatch(event -> event.name().equals("app")));
        visitor.page()
                .contentType("text/plain; charset=utf-8")
                .body("Dentist: Tuesday")
                .put("/api/apps/everyday/notes")
                .then()
                .statusCode(204);
        try (EventReader reader = visitor.say(visitor.newConversation(), "What do my notes say about the dentist?")) {
            answer(visitor, reader.until("permission").data(), Map.of("decision", "deny"));
            reader.until("done");
        }
        visitor.page().delete("/api/apps/everyday/notes").then().statusCode(204);
    }

    @Test
    void aRuleThatAsksOutweighsWhatTheUserGranted(Visitor visitor) {
        try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(visitor, reader.until("permission").data(), Map.of("decision", "always"));
            reader.until("done");
        }
        put(visitor, "{\"rules\": [{\"tool\": \"convert_units\", \"action\": \"ask\"}]}")
                .statusCode(200);
        try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
            answer(visitor, reader.until("permission").data(), Map.of("decision", "deny"));
            reader.until("done");
        }
    }

    @Test
    void learningAsksAndNotesWhatWouldHaveBeenForbidden(Visitor visitor) {
        put(visitor, "{\"mode\": \"learn\", \"rules\": [{\"tool\": \"*\", \"action\": \"forbid\"}]}")
                .statusCode(200);
        for (int i = 0; i < 2; i++) {
            try (EventReader reader = visitor.say(visitor.newConversation(), CONVERSION)) {
                answer(visitor, reader.until("permission").data(), Map.of("decision", "once"));
                assertTrue(reader.until("done")
                        .data()
                        .at("/message/text")
                        .textValue()
                        .contains("19.3"));
            }
        }
        visitor.page().get(PATH).then().body("proposals", hasSize(1), "proposals[0].calls", equalTo(2));
    }

    @Test
    void saysWhatWouldHappen(Visitor visitor) {
        put(
                        visitor,
                        "{\"rules\": [{\"tool\": \"convert_units\", \"action\": \"forbid\", \"when\": {\"required\": [\"to\"]}}]}")
                .statusCode(200);
        tried(visitor, Map.of("tool", "convert_units", "arguments", Map.of("to", "feet")), 200)
                .body(
                        "action",
                        equalTo("forbid"),
                        "proposal.priority",
                        equalTo(1),
                        "rule.tool",
                        equalTo("convert_units"));
        tried(visitor, Map.of("tool", "convert_units", "arguments", Map.of()), 200)
                .body("action", equalTo("grants"));
        tried(visitor, Map.of("tool", "fly", "arguments", Map.of()), 400).body("code", equalTo("TOOL_UNKNOWN"));
        tried(visitor, Map.of("tool", "convert_units"), 400).body("code", equalTo("INVALID_REQUEST"));
    }

    @Test
    void onlyAnAdministratorWritesRules(Visitor visitor) {
        Visitor user = visitor.newcomer("policy-reader");
        put(user, "{\"rules\": []}").statusCode(403);
        user.page().get(PATH).then().statusCode(403);
        put(visitor, "{\"rules\": [{\"tool\": \"a\"}]}").statusCode(400).body("code", equalTo("POLICY_INVALID"));
        visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body("{\"rules\": []}")
                .put(PATH)
                .then()
                .statusCode(403);
        visitor.page().get("/api/app-policies/nothing").then().statusCode(404);
    }

    private static List<EventReader.Event> ask(Visitor visitor, String words) {
        try (EventReader reader = visitor.say(visitor.newConversation(), words)) {
            return reader.all();
        }
    }

    private static ValidatableResponse put(Visitor visitor, String policy) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(policy)
                .put(PATH)
                .then();
    }

    private static ValidatableResponse tried(Visitor visitor, Map<String, ?> call, int status) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(call)
                .post(PATH + "/try")
                .then()
                .statusCode(status);
    }

    private static void answer(Visitor visitor, JsonNode asked, Map<String, ?> answer) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body(answer)
                .post("/api/permissions/requests/" + asked.get("id").textValue())
                .then()
                .statusCode(204);
    }
}
