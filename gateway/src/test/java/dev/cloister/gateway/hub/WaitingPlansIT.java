package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WaitingPlansIT {

    private static final String SEND_DIARY =
            "What does my diary say about the dentist? Then send it to anna@example.org by mail.";

    @Test
    void aQuestionToTheUserSurvivesAStopAndIsAnsweredFromAnotherBrowser(@TempDir Path home, @TempDir Path work) {
        String chat;
        String request;
        String password;
        try (GatewayProcess first =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            password = first.password().orElseThrow();
            Visitor visitor = Visitor.signIn(first, home, "admin", password);
            Office.moveIn(visitor, work);
            chat = visitor.newConversation();
            try (EventReader events = visitor.say(chat, SEND_DIARY)) {
                Office.answer(visitor, events.until("permission").data(), "once");
                JsonNode asked = events.until("permission").data();
                assertEquals("send_mail", asked.get("tool").textValue());
                request = asked.get("id").textValue();
            }
        }
        try (GatewayProcess second =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            Visitor visitor = Visitor.signIn(second, home, "admin", password);
            JsonNode asked = waiting(visitor);
            assertEquals(request, asked.path("id").textValue());
            assertEquals(
                    "Dentist: Tuesday at three", asked.at("/arguments/body").textValue());
            assertEquals("Diary", asked.at("/carried/0/from/0").textValue(), "its history is not forgotten");
            visitor.page()
                    .contentType("application/json")
                    .body(Map.of("decision", "once"))
                    .post("/api/permissions/requests/" + request)
                    .then()
                    .statusCode(204);
            JsonNode answer = finished(visitor, chat);
            assertEquals("complete", answer.path("status").textValue());
            String text = answer.path("text").textValue();
            assertTrue(text.contains("Sent to anna@example.org: Dentist"), text);
            assertEquals(2, answer.path("apps").size());
        }
    }

    @Test
    void whatOneAppAsksOfAnotherIsAskedAgainAfterAStop(@TempDir Path home, @TempDir Path work) {
        String chat;
        String password;
        try (GatewayProcess first =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            password = first.password().orElseThrow();
            Visitor visitor = Visitor.signIn(first, home, "admin", password);
            Office.moveIn(visitor, work);
            chat = visitor.newConversation();
            try (EventReader events = visitor.say(chat, "Book a trip to Vienna")) {
                Office.answer(visitor, events.until("permission").data(), "always");
                JsonNode asked = events.until("permission").data();
                assertEquals("Travel", asked.get("asker").textValue());
                assertEquals("read_diary", asked.get("tool").textValue());
            }
        }
        try (GatewayProcess second =
                GatewayProcess.start(home, GatewayProcess.downloads()).awaitReady()) {
            Visitor visitor = Visitor.signIn(second, home, "admin", password);
            JsonNode asked = waiting(visitor);
            assertEquals("Travel", asked.path("asker").textValue(), "the trip itself stands allowed");
            Office.answer(visitor, asked, "once");
            String text = finished(visitor, chat).path("text").textValue();
            assertTrue(text.contains("A trip to Vienna.") && text.contains("Tuesday at three"), text);
        }
    }

    private static JsonNode waiting(Visitor visitor) {
        return await(() -> read(visitor, "/api/permissions/requests").at("/requests/0"));
    }

    private static JsonNode finished(Visitor visitor, String chat) {
        return await(() -> {
            JsonNode answer = read(visitor, "/api/conversations/" + chat).at("/messages/1");
            return answer.path("status").asText().equals("streaming") ? MissingNode.getInstance() : answer;
        });
    }

    private static JsonNode read(Visitor visitor, String path) {
        return visitor.page().get(path).as(JsonNode.class);
    }

    /** Asks the gateway, which takes a while for each answer, until there is something. */
    private static JsonNode await(Supplier<JsonNode> look) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        JsonNode found = look.get();
        while (found.isMissingNode() && Instant.now().isBefore(end)) {
            found = look.get();
        }
        return found;
    }
}
