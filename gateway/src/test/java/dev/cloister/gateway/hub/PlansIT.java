package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;

import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class PlansIT {

    private static final String SEND_DIARY =
            "What does my diary say about the dentist? Then send it to anna@example.org by mail.";
    private static final String TRIP = "Book a trip to Salzburg";

    @BeforeEach
    void moveIn(Visitor visitor, @TempDir Path work) {
        Office.moveIn(visitor, work);
    }

    @AfterEach
    void moveOut(Visitor visitor) {
        Office.moveOut(visitor);
    }

    @Test
    void carriesOutTwoStepsAndSaysWhereAValueComesFrom(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), SEND_DIARY)) {
            assertEquals(
                    "[\"Diary: Read diary\",\"Mail: Send mail, given the result of step 1\"]",
                    events.until("plan").data().get("steps").toString());
            JsonNode first = events.until("permission").data();
            assertEquals(
                    "What does my diary say about the dentist?",
                    first.get("words").textValue());
            Office.answer(visitor, first, "once");
            JsonNode asked = events.until("permission").data();
            assertEquals(
                    "send it to anna@example.org by mail.", asked.get("words").textValue());
            assertEquals("send_mail", asked.get("tool").textValue());
            assertEquals("anna@example.org", asked.at("/arguments/to").textValue());
            assertEquals(
                    "Dentist: Tuesday at three", asked.at("/arguments/body").textValue());
            assertEquals(
                    "[{\"argument\":\"body\",\"from\":[\"Diary\"],\"widens\":true}]",
                    asked.get("carried").toString());
            assertEquals("[\"once\"]", asked.get("choices").toString());
            Office.answer(visitor, asked, "once");
            JsonNode message = events.until("done").data().get("message");
            assertEquals(2, message.get("apps").size(), message.toString());
            assertTrue(
                    message.get("text").textValue().contains("Sent to anna@example.org: Dentist"), message.toString());
            assertTrue(message.at("/apps/1/saw").toString().contains("What Diary answered"), message.toString());
        }
    }

    @Test
    void sendsNothingWhenTheUserOnlyLetsItRead(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), SEND_DIARY)) {
            Office.answer(visitor, events.until("permission").data(), "once");
            Office.answer(visitor, events.until("permission").data(), "deny");
            JsonNode message = events.until("done").data().get("message");
            assertEquals(1, message.get("apps").size(), message.toString());
            assertTrue(message.get("text").textValue().contains("Mail was not allowed to act."), message.toString());
        }
    }

    @Test
    void refusesAPlanBeforeAnyOfItIsDone(Visitor visitor) {
        visitor.page()
                .contentType("application/json")
                .body("{\"rules\": [{\"tool\": \"send_mail\", \"action\": \"forbid\", \"from\": [\"diary\"],"
                        + " \"message\": \"Diaries stay here.\"}]}")
                .put("/api/app-policies/mail")
                .then()
                .statusCode(200);
        try (EventReader events = visitor.say(visitor.newConversation(), SEND_DIARY)) {
            List<EventReader.Event> all = events.all();
            assertFalse(all.stream().anyMatch(event -> event.name().equals("permission")), "nobody is asked");
            String text = all.getLast().data().at("/message/text").textValue();
            assertTrue(text.contains("Diaries stay here. Nothing was done"), text);
        } finally {
            visitor.page()
                    .contentType("application/json")
                    .body("{\"rules\": []}")
                    .put("/api/app-policies/mail")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void showsWhichAppAsksWhichForWhatAndObeysANo(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), TRIP)) {
            Office.answer(visitor, events.until("permission").data(), "once");
            JsonNode asked = events.until("permission").data();
            assertEquals("Travel", asked.get("asker").textValue());
            assertEquals("read_diary", asked.get("tool").textValue());
            assertEquals("your notes", asked.at("/reads/0").textValue());
            Office.answer(visitor, asked, "deny");
            String text = events.until("done").data().at("/message/text").textValue();
            assertTrue(text.contains("A trip to Salzburg."), text);
            assertTrue(text.contains("not given"), text);
            assertFalse(text.contains("Tuesday"), text);
        }
    }

    @Test
    void anAppRemembersWhatItWasAskedInThisChatAndInNoOther(Visitor visitor) {
        String chat = visitor.newConversation();
        assertEquals(0, booked(visitor, chat), "nothing before the first");
        assertEquals(1, booked(visitor, chat));
        assertEquals(0, booked(visitor, visitor.newConversation()), "another chat is another memory");
        visitor.page().delete("/api/conversations/" + chat).then().statusCode(204);
    }

    /** Books a trip; how many earlier requests the app was reminded of. */
    private static int booked(Visitor visitor, String chat) {
        try (EventReader events = visitor.say(chat, TRIP)) {
            JsonNode asked = events.until("permission").data();
            Office.answer(visitor, asked, "once");
            Office.answer(visitor, events.until("permission").data(), "deny");
            String saw = events.until("done").data().at("/message/apps/0/saw").toString();
            assertEquals(asked.get("earlier").intValue() > 0, saw.contains("asked it before"), saw);
            return asked.get("earlier").intValue();
        }
    }

    @Test
    void whatIsAllowedForAnotherAppStandsForItAlone(Visitor visitor) {
        String chat = visitor.newConversation();
        try (EventReader events = visitor.say(chat, TRIP)) {
            Office.answer(visitor, events.until("permission").data(), "once");
            Office.answer(visitor, events.until("permission").data(), "always");
            JsonNode message = events.until("done").data().get("message");
            assertTrue(message.get("text").textValue().contains("Tuesday at three"), message.toString());
            assertEquals("Travel", message.at("/apps/0/asker").textValue(), "the diary was asked by it");
        }
        visitor.page()
                .get("/api/permissions")
                .then()
                .body("grants", hasSize(1), "grants.fromTitle", hasItem("Travel"), "grants.onRequest", hasItem(true));
        try (EventReader events = visitor.say(chat, TRIP)) {
            Office.answer(visitor, events.until("permission").data(), "once");
            List<EventReader.Event> rest = events.all();
            assertFalse(rest.stream().anyMatch(event -> event.name().equals("permission")), "granted for this app");
            assertTrue(rest.getLast().data().at("/message/text").textValue().contains("Tuesday at three"));
        }
    }

    @Test
    void anotherAppsNotesAreNotThisApps(Visitor visitor) {
        visitor.page().delete("/api/apps/diary/notes").then().statusCode(204);
        try (EventReader events = visitor.say(visitor.newConversation(), "What does my diary say about the dentist?")) {
            assertEquals(
                    "NOTES_MISSING", events.until("error").data().get("code").textValue());
        }
    }
}
