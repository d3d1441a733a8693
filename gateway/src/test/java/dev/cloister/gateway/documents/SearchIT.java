package dev.cloister.gateway.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningDatabase;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Searches and questions, narrowed and not; and what answers say of their sources. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {

    private static final String DEPTH = "How deep is the well of Tarn?";

    private final List<String> collections = new ArrayList<>();
    private String guide = "";
    private String survey = "";

    @BeforeAll
    void fill(Visitor visitor) {
        guide = collection(visitor, "Guide of Tarn");
        survey = collection(visitor, "Survey of Tarn");
        upload(visitor, guide, "guide.md", "# Tarn\n\nThe well of Tarn is 34 metres deep. It was dug by two brothers.");
        upload(
                visitor,
                survey,
                "survey.html",
                "<!doctype html><p>The well of Tarn is 41 metres deep and dry in summer.");
        upload(
                visitor,
                survey,
                "brunnen.txt",
                "Der Brunnen von Tarn ist sehr tief, und im Sommer ist er ohne Wasser. Man hat ihn nicht vergessen.");
    }

    @AfterAll
    void clear(Visitor visitor) {
        collections.forEach(
                id -> visitor.page().delete("/api/collections/{id}", id).then().statusCode(204));
    }

    @Test
    void findsPassagesWithTheirPlacesRanksAndMatches(Visitor visitor) {
        JsonPath found = search(
                        visitor,
                        Map.of("query", DEPTH, "limit", 3, "filter", Map.of("collections", List.of(guide, survey))))
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(1, found.getInt("hits[0].rank"));
        String text = found.getString("hits[0].text");
        String match = text.substring(found.getInt("hits[0].matches[0].start"), found.getInt("hits[0].matches[0].end"));
        assertTrue(Set.of("well", "Tarn", "deep").contains(match), match);
        String whole = visitor.page()
                .get("/api/documents/" + found.getString("hits[0].documentId") + "/text")
                .path("text");
        assertEquals(text, whole.substring(found.getInt("hits[0].start"), found.getInt("hits[0].end")));
    }

    @Test
    void narrowsByCollectionKindLanguageNameAndDate(Visitor visitor) {
        assertEquals(Set.of("guide.md"), names(visitor, Map.of("collections", List.of(guide))));
        assertEquals(
                Set.of("survey.html"),
                names(visitor, Map.of("kinds", List.of("html"), "collections", List.of(guide, survey))));
        assertEquals(
                Set.of("brunnen.txt"),
                names(visitor, Map.of("languages", List.of("de"), "collections", List.of(guide, survey))));
        assertEquals(Set.of("survey.html"), names(visitor, Map.of("name", "SURVEY.h")));
        assertEquals(Set.of(), names(visitor, Map.of("before", "2020-01-01", "collections", List.of(guide))));
        assertEquals(
                Set.of("guide.md"),
                names(visitor, Map.of("from", "2020-01-01T00:00:00Z", "collections", List.of(guide))));
    }

    @Test
    void refusesWhatIsNoSearch(Visitor visitor) {
        for (Map<String, ?> wrong : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("query", " "),
                Map.of("query", "x".repeat(2001)),
                Map.of("query", "x", "limit", 0),
                Map.of("query", "x", "limit", 51),
                Map.of("query", "x", "limits", 5),
                Map.of("query", "x", "filter", Map.of("kinds", List.of("exe"))),
                Map.of("query", "x", "filter", Map.of("languages", List.of("english"))),
                Map.of("query", "x", "filter", Map.of("collections", List.of("nonsense"))),
                Map.of("query", "x", "filter", Map.of("name", "")),
                Map.of("query", "x", "filter", Map.of("from", "yesterday")),
                Map.of("query", "x", "filter", Map.of("from", "2026-02-01", "before", "2026-01-01")),
                Map.of("query", "x", "filter", Map.of("owner", "admin")))) {
            search(visitor, wrong).statusCode(400).body("code", equalTo("INVALID_REQUEST"));
        }
        search(visitor, Map.of("query", "x", "filter", Map.of("collections", List.of(UUID.randomUUID()))))
                .statusCode(404);
    }

    @Test
    void answersFromTheChosenCollectionsAlone(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, "Convert 12 miles to kilometres.", List.of(guide))) {
            JsonNode passages = events.until("citations").data().get("passages");
            assertFalse(passages.isEmpty());
            passages.forEach(passage ->
                    assertEquals("guide.md", passage.get("documentName").textValue()));
            events.until("done");
        }
        assertEquals(
                List.of("Guide of Tarn"), visitor.conversation(conversation).getList("messages[0].collections"));
        String nothing = collection(visitor, "Nothing of Tarn");
        try (EventReader events = visitor.say(visitor.newConversation(), DEPTH, List.of(nothing))) {
            JsonNode message = events.until("done").data().get("message");
            assertTrue(message.get("text").textValue().startsWith("There is no document"));
        }
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", DEPTH, "collections", List.of(UUID.randomUUID())))
                .post("/api/conversations/" + conversation + "/messages")
                .then()
                .statusCode(404);
    }

    @Test
    void showsBothSourcesWhereTheyDisagree(Visitor visitor) {
        String conversation = visitor.newConversation();
        try (EventReader events = visitor.say(conversation, DEPTH, List.of(guide, survey))) {
            events.until("done");
        }
        JsonPath stored = visitor.conversation(conversation);
        String answer = "messages[1].citations.";
        assertEquals(1, stored.getList(answer + "conflicts").size());
        assertEquals("number", stored.getString(answer + "conflicts[0].kind"));
        assertEquals(Set.of("34", "41"), Set.of(value(stored, "first"), value(stored, "second")));
        List<Boolean> unsupported = stored.getList(answer + "sentences.unsupported");
        List<String> supporting = stored.getList(answer + "sentences.passageId");
        assertFalse(unsupported.isEmpty());
        for (int i = 0; i < unsupported.size(); i++) {
            assertFalse(unsupported.get(i) && supporting.get(i) != null, "marked and cited at once");
        }
    }

    @Test
    void tellsHowFarAReindexingIs(Visitor visitor) {
        visitor.page().get("/api/collections/{id}/reindex", survey).then().statusCode(404);
        visitor.page()
                .post("/api/collections/{id}/reindex", survey)
                .then()
                .statusCode(202)
                .body("documents", equalTo(2));
        assertEquals("done", reindexed(visitor, survey));
        assertEquals(Set.of("survey.html", "brunnen.txt"), names(visitor, Map.of("collections", List.of(survey))));
        visitor.page()
                .get("/api/uploads/{id}", UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("title", startsWith("No such upload"));
    }

    @Test
    void reindexesOneCollectionOfAnAccountAtATime(Visitor visitor) {
        String waiting = collection(visitor, "Waiting of Tarn");
        upload(visitor, waiting, "guide.md", "# Tarn\n\nThe well of Tarn is 34 metres deep.");
        RunningDatabase.inTransaction(visitor.home(), handle -> {
            handle.execute("select from account where name = 'admin' for no key update");
            reindex(visitor, waiting).statusCode(202);
            RunningDatabase.awaitWaiting(handle);
            reindex(visitor, guide).statusCode(429).body("code", equalTo("REINDEXING_BUSY"));
            reindex(visitor, waiting).statusCode(202).body("state", equalTo("running"));
        });
        assertEquals("done", reindexed(visitor, waiting));
    }

    private static ValidatableResponse reindex(Visitor visitor, String collection) {
        return visitor.page().post("/api/collections/{id}/reindex", collection).then();
    }

    /** How it ended. */
    private static String reindexed(Visitor visitor, String collection) {
        String state = "running";
        for (long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                state.equals("running") && System.nanoTime() < deadline; ) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            state = visitor.page()
                    .get("/api/collections/{id}/reindex", collection)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("state");
        }
        return state;
    }

    private static String value(JsonPath stored, String side) {
        String conflict = "messages[1].citations.conflicts[0]." + side + ".";
        String passage = stored.getString(conflict + "passageId");
        String text = stored.getString("messages[1].citations.passages.find { it.id == '" + passage + "' }.text");
        return text.substring(stored.getInt(conflict + "valueStart"), stored.getInt(conflict + "valueEnd"));
    }

    private static Set<String> names(Visitor visitor, Map<String, ?> filter) {
        return Set.copyOf(search(visitor, Map.of("query", "The well of Tarn", "filter", filter))
                .statusCode(200)
                .extract()
                .jsonPath()
                .<String>getList("hits.documentName"));
    }

    private static ValidatableResponse search(Visitor visitor, Map<String, ?> body) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/search")
                .then();
    }

    private String collection(Visitor visitor, String name) {
        String id = visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .post("/api/collections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        collections.add(id);
        return id;
    }

    private static void upload(Visitor visitor, String collection, String name, String text) {
        visitor.page()
                .contentType("application/octet-stream")
                .queryParam("name", name)
                .queryParam("collection", collection)
                .queryParam("upload", UUID.randomUUID())
                .body(text.getBytes(StandardCharsets.UTF_8))
                .post("/api/documents")
                .then()
                .statusCode(201);
    }
}
