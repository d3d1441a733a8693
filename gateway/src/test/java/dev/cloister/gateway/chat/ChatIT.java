package dev.cloister.gateway.chat;

import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ChatIT {

    private static final String LONG_STORY = "Write a long story about a lighthouse keeper and the sea.";

    @Test
    void streamsAnAnswerTokenByTokenAndKeepsIt(Visitor visitor) {
        String conversation = visitor.newConversation();
        StringBuilder streamed = new StringBuilder();
        try (EventReader events = visitor.say(conversation, "What is the capital of France?")) {
            List<EventReader.Event> all = events.all();
            all.stream()
                    .filter(event -> event.name().equals("token"))
                    .forEach(event -> streamed.append(event.data().get("text").textValue()));
            assertEquals("started", all.getFirst().name());
            assertEquals("done", all.getLast().name());
            assertTrue(
                    all.stream().filter(event -> event.name().equals("token")).count() > 2, "arrives in parts");
        }
        var stored = visitor.conversation(conversation);
        assertEquals(List.of("user", "assistant"), stored.getList("messages.role"));
        assertEquals(streamed.toString(), stored.getString("messages[1].text"));
        assertEquals("complete", stored.getString("messages[1].status"));
        assertEquals("What is the capital of France?", stored.getString("title"));
    }

    @Test
    void stopReallyStopsTheModel(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, LONG_STORY)) {
            for (int i = 0; i < 5; i++) {
                events.until("token");
            }
            visitor.page()
                    .post("/api/conversations/" + conversation + "/stop")
                    .then()
                    .statusCode(204);
            EventReader.Event done = events.until("done");
            assertEquals("stopped", done.data().at("/message/status").textValue());
            assertFalse(done.data().at("/message/text").textValue().isBlank(), "what had arrived is kept");
        }
    }

    @Test
    void aReloadedPageHearsTheRunningAnswerFromItsBeginning(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader first = visitor.say(conversation, LONG_STORY)) {
            first.until("token");
        }
        try (EventReader second = visitor.listen(conversation)) {
            assertEquals("started", second.next().orElseThrow().name());
            second.until("token");
            visitor.page().post("/api/conversations/" + conversation + "/stop");
            second.until("done");
        }
    }

    @Test
    void refusesASecondMessageWhileTheFirstIsAnswered(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, LONG_STORY)) {
            events.until("token");
            try (EventReader second = visitor.say(conversation, "And now?")) {
                assertEquals(409, second.status());
                assertEquals("ANSWER_RUNNING", second.json().get("code").textValue());
            }
            visitor.page().post("/api/conversations/" + conversation + "/stop");
            events.until("done");
        }
    }

    @Test
    void saysThatAMegabyteDoesNotFitAndGoesOn(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, "word ".repeat(200_000))) {
            assertEquals(
                    "PROMPT_TOO_LONG", events.until("error").data().get("code").textValue());
        }
        String next = visitor.newConversation();
        try (EventReader events = visitor.say(next, "Say hello.")) {
            events.until("done");
        }
    }

    @Test
    void aKilledEngineIsSaidAndTheNextMessageWorks(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, LONG_STORY)) {
            events.until("token");
            List<ProcessHandle> workers = visitor.gateway().engineWorkers();
            assertEquals(1, workers.size(), "one worker serves the model");
            workers.getFirst().destroyForcibly();
            EventReader.Event error = events.until("error");
            assertEquals("ENGINE_CRASHED", error.data().get("code").textValue());
        }
        var stored = visitor.conversation(conversation);
        assertEquals("failed", stored.getString("messages[1].status"));
        assertFalse(stored.getString("messages[1].text").isEmpty(), "what had arrived is kept");
        try (EventReader events = visitor.say(conversation, "Say hello.")) {
            assertEquals(
                    "complete",
                    events.until("done").data().at("/message/status").textValue());
        }
    }

    @Test
    void answersSeveralChatsAtOnce(Visitor visitor) {
        List<EventReader> readers = List.of(
                visitor.say(visitor.newConversation(), "Tell me about bees."),
                visitor.say(visitor.newConversation(), "Tell me about rivers."),
                visitor.say(visitor.newConversation(), "Tell me about bread."));
        readers.forEach(reader -> reader.until("token"));
        Optional<EventReader.Event> interleaved = readers.getFirst().next();
        assertTrue(interleaved.isPresent());
        readers.forEach(reader -> {
            reader.until("done");
            reader.close();
        });
    }

    @Test
    void refusesTextThatCannotBeStored(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), "hello\0world")) {
            assertEquals(400, events.status());
            assertEquals("INVALID_REQUEST", events.json().get("code").textValue());
        }
    }

    @Test
    void refusesJsonThatTakesFarMoreToHoldThanToSend(Visitor visitor) {
        String many = "{\"decision\": \"once\", \"arguments\": {\"a\": [" + "[],".repeat(600_000) + "[]]}}";
        visitor.page()
                .contentType(ContentType.JSON)
                .body(many)
                .post("/api/permissions/requests/" + UUID.randomUUID())
                .then()
                .statusCode(413)
                .body("code", equalTo("TOO_LARGE"));
    }

    @Test
    void nobodyReachesAnothersConversation(Visitor visitor) {
        visitor.page()
                .get("/api/conversations/00000000-0000-0000-0000-000000000001")
                .then()
                .statusCode(404);
        visitor.stranger()
                .get("/api/conversations/" + visitor.newConversation())
                .then()
                .statusCode(401);
    }
}
