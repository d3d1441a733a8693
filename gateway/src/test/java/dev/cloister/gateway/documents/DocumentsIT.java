package dev.cloister.gateway.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class DocumentsIT {

    @Test
    void answersFromAnUploadedDocumentWithCitationsThatLeadToThePassage(Visitor visitor) throws IOException {
        String id = upload(visitor, "lindow.md", harbour())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        // What a small model says of a question varies; what it says of three is enough to cite.
        List<String> cited = new ArrayList<>();
        for (String question : List.of(
                "Who was the first keeper of the lighthouse at Lindow?",
                "Where did the slate from Lindow go?",
                "When was the lighthouse at Lindow made automatic?")) {
            cited.addAll(citedPassages(visitor, question, id));
        }
        assertFalse(cited.isEmpty(), "at least one sentence is supported");
        JsonPath place = visitor.page()
                .get("/api/passages/{id}", cited.getFirst())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String text =
                visitor.page().get("/api/documents/" + id + "/text").jsonPath().getString("text");
        String highlighted = text.substring(place.getInt("start"), place.getInt("end"));
        assertTrue(List.of("keeper", "slate", "automatic").stream().anyMatch(highlighted::contains), highlighted);
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
    }

    @Test
    void readsAPdfPageByPage(Visitor visitor) throws IOException {
        Response added =
                upload(visitor, "report.pdf", Pdf.of("The tunnel opened in 1907.", "It is nine kilometres long."));
        added.then().statusCode(201).body("pages", equalTo(2), "passages", greaterThan(0));
        String id = added.path("id");
        String text =
                visitor.page().get("/api/documents/" + id + "/text").jsonPath().getString("text");
        assertTrue(text.contains("nine kilometres"), text);
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
    }

    @Test
    void readsDocxAndHtmlWithTheirHeadings(Visitor visitor) throws IOException {
        byte[] page = "<!doctype html><h1>Tunnel</h1><p>It is nine kilometres long.".getBytes(StandardCharsets.UTF_8);
        assertEquals("# Tunnel\n\nIt is nine kilometres long.", textOf(visitor, "tunnel.html", page));
        assertEquals(
                "The tunnel opened in 1907.", textOf(visitor, "tunnel.docx", Docx.of("The tunnel opened in 1907.")));
    }

    @Test
    void aDeletedDocumentIsGone(Visitor visitor) throws IOException {
        String id = upload(
                        visitor,
                        "gone.txt",
                        "The password of the vault is heliotrope.".getBytes(StandardCharsets.UTF_8))
                .path("id");
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
        visitor.page().get("/api/documents").then().body("documents.id", not(hasItem(id)));
        visitor.page().get("/api/documents/" + id + "/text").then().statusCode(404);
        try (var files = Files.walk(visitor.home().resolve("index"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains("heliotrope"), "left in " + file.getFileName());
            }
        }
    }

    @Test
    void refusesAPdfThatIsNone(Visitor visitor) {
        upload(visitor, "fake.pdf", "this is no PDF".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(422)
                .body("code", equalTo("DOCUMENT_UNREADABLE"));
        upload(visitor, "truncated.pdf", "%PDF-1.7\n1 0 obj".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(422);
    }

    @Test
    void refusesAHundredMegabytesAndGoesOn(Visitor visitor) {
        upload(visitor, "large.txt", new byte[100 * 1024 * 1024])
                .then()
                .statusCode(413)
                .body("code", equalTo("DOCUMENT_TOO_LARGE"));
        visitor.page().get("/api/documents").then().statusCode(200).body("documents.name", not(hasItem("large.txt")));
    }

    @Test
    void refusesAnEmptyFileAndAMissingName(Visitor visitor) {
        upload(visitor, "empty.txt", new byte[0]).then().statusCode(422).body("code", equalTo("DOCUMENT_EMPTY"));
        visitor.page().body(new byte[] {1}).post("/api/documents").then().statusCode(400);
    }

    /** Asks, and gives back the passages that support a sentence of the answer. */
    private static List<String> citedPassages(Visitor visitor, String question, String document) {
        List<String> cited = new ArrayList<>();
        try (EventReader events = visitor.say(visitor.newConversation(), question)) {
            JsonNode citations = events.until("citations").data();
            assertEquals(document, citations.at("/passages/0/documentId").textValue());
            for (JsonNode sentence : citations.get("sentences")) {
                if (sentence.hasNonNull("passageId")) {
                    cited.add(sentence.get("passageId").textValue());
                }
            }
            assertEquals(
                    "complete",
                    events.until("done").data().at("/message/status").textValue());
        }
        return cited;
    }

    private static Response upload(Visitor visitor, String name, byte[] content) {
        return visitor.page()
                .contentType("application/octet-stream")
                .queryParam("name", name)
                .body(content)
                .post("/api/documents");
    }

    private static byte[] harbour() throws IOException {
        try (InputStream text = DocumentsIT.class.getResourceAsStream("/human-text.md")) {
            return text.readAllBytes();
        }
    }

    private static String textOf(Visitor visitor, String name, byte[] content) {
        Response added = upload(visitor, name, content);
        added.then().statusCode(201);
        String id = added.path("id");
        String text =
                visitor.page().get("/api/documents/" + id + "/text").jsonPath().getString("text");
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
        return text;
    }
}
