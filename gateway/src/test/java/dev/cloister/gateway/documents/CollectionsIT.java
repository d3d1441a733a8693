package dev.cloister.gateway.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningDatabase;
import dev.cloister.gateway.setup.RunningLedger;
import dev.cloister.gateway.setup.RunningTenants;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who finds what of whose collections. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectionsIT {

    private static final String ARCHES = "The north walk of the abbey of Orrin has eleven arches of red stone.";
    private static final String QUESTION = "How many arches has the north walk of the abbey of Orrin?";

    private final Map<String, Visitor> others = new HashMap<>();

    @Test
    void aReaderFindsAndCitesUntilItIsTakenBackAndAStrangerNever(Visitor owner) {
        Visitor reader = other(owner, "reader");
        Visitor stranger = other(owner, "second");
        String collection = collection(owner, "Abbeys");
        String document = document(owner, collection, "orrin.txt", ARCHES);
        String passage = document + "#0";

        assertFalse(finds(reader, document), "before it was shared");
        share(owner, collection, "reader").then().statusCode(200).body("readers", contains("reader"));
        assertTrue(finds(reader, document), "once it was shared");
        JsonNode citations = asked(reader);
        assertEquals(document, citations.at("/passages/0/documentId").textValue());
        assertEquals("admin", citations.at("/passages/0/owner").textValue());
        reader.page().get("/api/passages/{id}", passage).then().statusCode(200);
        reader.page()
                .get("/api/collections")
                .then()
                .body("collections.find { it.name == 'Abbeys' }.owner", equalTo("admin"))
                .body("collections.find { it.name == 'Abbeys' }.readers", empty())
                .body("collections.find { it.name == 'Abbeys' }.documents", equalTo(1));
        mayNotChange(reader, collection, document, 403);

        assertFalse(finds(stranger, document));
        seesNothing(stranger, collection, document);
        mayNotChange(stranger, collection, document, 404);

        owner.page()
                .delete("/api/collections/{id}/readers/reader", collection)
                .then()
                .statusCode(204);
        assertFalse(finds(reader, document), "the very next search after it was taken back");
        seesNothing(reader, collection, document);
        assertTrue(finds(owner, document));
        assertEquals(
                List.of("reader"),
                RunningLedger.details(owner.home(), "collection.withdrawn").stream()
                        .filter(detail -> detail.get("id").textValue().equals(collection))
                        .map(detail -> detail.get("reader").textValue())
                        .toList());
        delete(owner, collection);
    }

    @Test
    void aRestrictedDocumentIsFoundByThoseItNamesAlone(Visitor owner) {
        Visitor reader = other(owner, "reader");
        Visitor second = other(owner, "second");
        String collection = collection(owner, "Restricted");
        String document = document(owner, collection, "orrin.txt", ARCHES);
        share(owner, collection, "reader");
        share(owner, collection, "second");
        restrict(owner, document, "second")
                .then()
                .statusCode(200)
                .body("restricted", equalTo(true))
                .body("readers", contains("second"));
        assertFalse(finds(reader, document));
        assertTrue(finds(second, document));
        assertTrue(finds(owner, document));
        reader.page().get("/api/documents/{id}/text", document).then().statusCode(404);
        reader.page().get("/api/passages/{id}", document + "#0").then().statusCode(404);
        reader.page()
                .queryParam("collection", collection)
                .get("/api/documents")
                .then()
                .body("documents", empty());
        reader.page()
                .get("/api/collections/{id}", collection)
                .then()
                .statusCode(200)
                .body("documents", equalTo(0));
        second.page()
                .queryParam("collection", collection)
                .get("/api/documents")
                .then()
                .body("documents.id", contains(document))
                .body("documents[0].readers", empty());

        // Who leaves and comes back is named no more.
        second.page()
                .delete("/api/collections/{id}/readers/second", collection)
                .then()
                .statusCode(204);
        share(owner, collection, "second");
        assertFalse(finds(second, document));
        owner.page().delete("/api/documents/{id}/readers", document).then().statusCode(200);
        assertTrue(finds(second, document));
        assertTrue(finds(reader, document));
        delete(owner, collection);
    }

    @Test
    void aMovedDocumentIsReadByTheReadersOfItsNewCollection(Visitor owner) {
        Visitor reader = other(owner, "reader");
        Visitor second = other(owner, "second");
        String from = collection(owner, "Here");
        String to = collection(owner, "There");
        share(owner, from, "reader");
        share(owner, to, "second");
        String document = document(owner, from, "orrin.txt", ARCHES);
        move(owner, document, UUID.randomUUID().toString()).then().statusCode(404);
        move(reader, document, from).then().statusCode(403);
        move(second, document, to).then().statusCode(404);
        move(owner, document, to).then().statusCode(200).body("collection", equalTo(to));
        assertFalse(finds(reader, document));
        assertTrue(finds(second, document));
        delete(owner, from);
        assertTrue(finds(second, document));
        restrict(owner, document, "second");
        String last = collection(owner, "Last");
        share(owner, last, "reader");
        move(owner, document, last)
                .then()
                .statusCode(200)
                .body("restricted", equalTo(true))
                .body("readers", empty());
        assertFalse(finds(reader, document));
        assertFalse(finds(second, document));
        delete(owner, to);
        delete(owner, last);
    }

    @Test
    void aDocumentThatIsRestrictedWhileItIsMovedStaysRestricted(Visitor owner) {
        Visitor reader = other(owner, "reader");
        String from = collection(owner, "Racing from");
        String to = collection(owner, "Racing to");
        share(owner, to, "reader");
        String document = document(owner, from, "orrin.txt", ARCHES);
        Response moved = during(
                owner,
                handle ->
                        handle.execute("update document set restricted = true where id = ?", UUID.fromString(document)),
                () -> move(owner, document, to));
        moved.then().statusCode(200).body("restricted", equalTo(true)).body("readers", empty());
        assertFalse(finds(reader, document));
        assertTrue(finds(owner, document));
        delete(owner, from);
        delete(owner, to);
    }

    @Test
    void aReaderWhoIsWithdrawnWhileADocumentIsRestrictedIsNotNamed(Visitor owner) {
        Visitor reader = other(owner, "reader");
        String collection = collection(owner, "Racing readers");
        share(owner, collection, "reader");
        String document = document(owner, collection, "orrin.txt", ARCHES);
        Response restricted = during(
                owner,
                handle -> handle.execute(
                        "delete from collection_reader where collection = ?", UUID.fromString(collection)),
                () -> restrict(owner, document, "reader"));
        restricted.then().statusCode(422).body("code", equalTo("READER_UNKNOWN"));
        share(owner, collection, "reader").then().statusCode(200);
        assertTrue(finds(reader, document), "nothing was changed");
        delete(owner, collection);
    }

    @Test
    void sharingACollectionThatIsDeletedMeanwhileFindsNone(Visitor owner) {
        other(owner, "reader");
        String collection = collection(owner, "Racing deletion");
        during(
                        owner,
                        handle -> handle.execute("delete from collection where id = ?", UUID.fromString(collection)),
                        () -> share(owner, collection, "reader"))
                .then()
                .statusCode(404);
    }

    /** The answer to a request that came in the middle of a change by the same owner. */
    private static Response during(Visitor owner, Consumer<Handle> change, Supplier<Response> request) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        RunningDatabase.inTransaction(owner.home(), handle -> {
            handle.execute("select from account where name = 'admin' for no key update");
            change.accept(handle);
            answer.completeAsync(request);
            RunningDatabase.awaitWaiting(handle);
        });
        return answer.orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Test
    void aDeletedCollectionLeavesNothingBehind(Visitor owner) throws IOException {
        Visitor reader = other(owner, "reader");
        String collection = collection(owner, "Doomed");
        share(owner, collection, "reader");
        String document = document(owner, collection, "vault.txt", "The password of the vault is quoxalabaster.");
        assertTrue(indexHolds(owner, "quoxalabaster"));
        delete(owner, collection);
        assertFalse(indexHolds(owner, "quoxalabaster"));
        seesNothing(reader, collection, document);
        seesNothing(owner, collection, document);
    }

    @Test
    void everyAccountHasACollectionThatStays(Visitor owner) {
        Visitor reader = other(owner, "reader");
        String standard = reader.page()
                .get("/api/collections")
                .then()
                .statusCode(200)
                .body("collections.findAll { it.mine }.name", contains("My documents"))
                .extract()
                .path("collections.find { it.standard }.id");
        String document = reader.page()
                .contentType("text/plain")
                .queryParam("name", "own.txt")
                .body(ARCHES)
                .post("/api/documents")
                .then()
                .statusCode(201)
                .body("collection", equalTo(standard))
                .extract()
                .path("id");
        reader.page()
                .delete("/api/collections/{id}", standard)
                .then()
                .statusCode(409)
                .body("code", equalTo("COLLECTION_STANDARD"));
        owner.page().get("/api/documents").then().body("documents.id", not(hasItem(document)));
        reader.page().delete("/api/documents/{id}", document).then().statusCode(204);
    }

    @Test
    void refusesNamesThatAreNoneOrTaken(Visitor owner) {
        for (String body : List.of(
                "{}",
                "{\"name\": null}",
                "{\"name\": \"  \"}",
                "{\"name\": \"a\\u202eb\"}",
                "{\"name\": \"" + "x".repeat(101) + "\"}",
                "{\"name\": 5, \"x\": 1}",
                "[]",
                "")) {
            owner.page()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/collections")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID_REQUEST"));
        }
        String collection = collection(owner, "Taken");
        named(owner, "tAKEN")
                .post("/api/collections")
                .then()
                .statusCode(409)
                .body("code", equalTo("COLLECTION_EXISTS"));
        named(owner, "My documents")
                .put("/api/collections/" + collection)
                .then()
                .statusCode(409);
        named(owner, "Taken too")
                .put("/api/collections/" + collection)
                .then()
                .statusCode(200)
                .body("name", equalTo("Taken too"));
        delete(owner, collection);
    }

    @Test
    void refusesReadersThatAreNone(Visitor owner) {
        other(owner, "reader");
        String collection = collection(owner, "Readers");
        String document = document(owner, collection, "orrin.txt", ARCHES);
        share(owner, collection, "nobody").then().statusCode(422).body("code", equalTo("ACCOUNT_UNKNOWN"));
        share(owner, collection, "admin").then().statusCode(422).body("code", equalTo("SHARED_WITH_OWNER"));
        RunningTenants.add(owner.home(), "elsewhere", "stepsister");
        share(owner, collection, "stepsister").then().statusCode(422).body("code", equalTo("ACCOUNT_UNKNOWN"));
        restrict(owner, document, "reader").then().statusCode(422).body("code", equalTo("READER_UNKNOWN"));
        owner.page()
                .contentType(ContentType.JSON)
                .body("{\"names\": [null]}")
                .put("/api/documents/{id}/readers", document)
                .then()
                .statusCode(400);
        owner.page()
                .delete("/api/collections/{id}/readers/reader", collection)
                .then()
                .statusCode(404);
        for (String other : List.of("nonsense", UUID.randomUUID().toString())) {
            int status = other.equals("nonsense") ? 400 : 404;
            owner.page()
                    .queryParam("collection", other)
                    .get("/api/documents")
                    .then()
                    .statusCode(status);
            owner.page()
                    .contentType("text/plain")
                    .queryParam("name", "a.txt")
                    .queryParam("collection", other)
                    .body(ARCHES)
                    .post("/api/documents")
                    .then()
                    .statusCode(status);
        }
        delete(owner, collection);
    }

    /** An account is made once for all tests: it takes a process. */
    private Visitor other(Visitor first, String name) {
        return others.computeIfAbsent(name, first::newcomer);
    }

    private static void seesNothing(Visitor visitor, String collection, String document) {
        visitor.page().get("/api/collections").then().body("collections.id", not(hasItem(collection)));
        visitor.page().get("/api/documents").then().body("documents.id", not(hasItem(document)));
        for (String address : List.of(
                "/api/collections/" + collection,
                "/api/documents?collection=" + collection,
                "/api/documents/" + document + "/text",
                "/api/passages/" + document + "%230")) {
            visitor.page()
                    .urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("NOT_FOUND"));
        }
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("query", QUESTION, "filter", Map.of("collections", List.of(collection))))
                .post("/api/search")
                .then()
                .statusCode(404);
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", QUESTION, "collections", List.of(collection)))
                .post("/api/conversations/" + visitor.newConversation() + "/messages")
                .then()
                .statusCode(404);
    }

    private static void mayNotChange(Visitor visitor, String collection, String document, int status) {
        named(visitor, "Mine now").put("/api/collections/" + collection).then().statusCode(status);
        visitor.page().delete("/api/collections/{id}", collection).then().statusCode(status);
        visitor.page().delete("/api/documents/{id}", document).then().statusCode(status);
        visitor.page().delete("/api/documents/{id}/readers", document).then().statusCode(status);
        restrict(visitor, document).then().statusCode(status);
        share(visitor, collection, "second").then().statusCode(status);
        visitor.page()
                .delete("/api/collections/{id}/readers/admin", collection)
                .then()
                .statusCode(status);
        visitor.page()
                .contentType("text/plain")
                .queryParam("name", "planted.txt")
                .queryParam("collection", collection)
                .body(ARCHES)
                .post("/api/documents")
                .then()
                .statusCode(status);
    }

    private static boolean finds(Visitor visitor, String document) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("query", QUESTION))
                .post("/api/search")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("hits.documentId")
                .contains(document);
    }

    private static JsonNode asked(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), QUESTION)) {
            return events.until("citations").data();
        }
    }

    private static String collection(Visitor owner, String name) {
        return named(owner, name)
                .post("/api/collections")
                .then()
                .statusCode(201)
                .body("mine", equalTo(true), "readers", hasSize(0))
                .extract()
                .path("id");
    }

    private static void delete(Visitor owner, String collection) {
        owner.page().delete("/api/collections/{id}", collection).then().statusCode(204);
    }

    private static RequestSpecification named(Visitor visitor, String name) {
        return visitor.page().contentType(ContentType.JSON).body(Map.of("name", name));
    }

    private static Response share(Visitor owner, String collection, String reader) {
        return owner.page().put("/api/collections/{id}/readers/{name}", collection, reader);
    }

    private static Response move(Visitor visitor, String document, String collection) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("collection", collection))
                .put("/api/documents/{id}/collection", document);
    }

    private static Response restrict(Visitor owner, String document, String... readers) {
        return owner.page()
                .contentType(ContentType.JSON)
                .body(Map.of("names", Arrays.asList(readers)))
                .put("/api/documents/{id}/readers", document);
    }

    private static String document(Visitor owner, String collection, String name, String text) {
        return owner.page()
                .contentType("text/plain")
                .queryParam("name", name)
                .queryParam("collection", collection)
                .body(text)
                .post("/api/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Merges take files away meanwhile: what one reading missed, another finds, unless nothing was taken away. */
    private static boolean indexHolds(Visitor visitor, String word) throws IOException {
        Path folder = visitor.home().resolve("index");
        for (int readings = 1; ; readings++) {
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
                        return true;
                    }
                }
                return false;
            } catch (NoSuchFileException | UncheckedIOException e) {
                if (readings == 100) {
                    throw e;
                }
            }
        }
    }
}
