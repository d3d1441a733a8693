package dev.cloister.gateway.marks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.watermark.human.HumanTexts;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keys that are tried on a collection of the tenant's own. */
@ExtendWith(SharedGateway.class)
class OwnTextsIT {

    private static final String TEXTS = "/api/marks/texts";

    /** Some 46,000 tokens. */
    private static final int ENOUGH = 210_000;

    @Test
    void keysAreTriedOnTheTenantsTextsAndTheirCertificatesSaySo(Visitor visitor) throws IOException {
        String collection = visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Addresses"))
                .post("/api/collections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        choose(visitor, collection, false).statusCode(422).body("code", equalTo("TOO_LITTLE_TEXT"));
        Path wheel = GatewayProcess.downloads().resolve("texts").resolve(HumanTexts.FILE);
        String people = String.join("\n\n", HumanTexts.read(wheel)).substring(0, ENOUGH);
        visitor.page()
                .contentType("text/plain")
                .queryParam("name", "addresses.txt")
                .queryParam("collection", collection)
                .body(people.getBytes(StandardCharsets.UTF_8))
                .post("/api/documents")
                .then()
                .statusCode(201);
        choose(visitor, collection, false)
                .statusCode(200)
                .body("shipped", equalTo(false))
                .body("collection.name", equalTo("Addresses"))
                .body("collection.documents", equalTo(1))
                .body("collection.leftOut", equalTo(0))
                .body("collection.windows", greaterThanOrEqualTo(200));

        String key = visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("app", "admin", "scheme", "unigram"))
                .post("/api/marks/keys/rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("keyId");
        JsonNode tried = certificate(visitor, key).path("trials");
        assertEquals(1, tried.size());
        assertEquals("Collection \"Addresses\"", tried.path(0).at("/texts/name").textValue());
        assertEquals(1, tried.path(0).at("/texts/documents").intValue());
        assertEquals(64, tried.path(0).at("/texts/sha256").textValue().length());
        assertTrue(tried.path(0).at("/measurements/0/windows").intValue() >= 200);

        visitor.page().delete("/api/collections/" + collection).then().statusCode(204);
        visitor.page()
                .get(TEXTS)
                .then()
                .statusCode(200)
                .body("collection.id", equalTo(collection))
                .body("collection.name", nullValue());
        // Whoever rotates hears of it; an answer that needs its first key does not fail for it.
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("app", "admin", "scheme", "unigram"))
                .post("/api/marks/keys/rotate")
                .then()
                .statusCode(409)
                .body("code", equalTo("MARK_TEXTS_GONE"));
        visitor.page().delete(TEXTS).then().statusCode(204);
        visitor.page().get(TEXTS).then().body("shipped", equalTo(true)).body("collection", nullValue());
    }

    @Test
    void whatCannotBeReadIsNotChosen(Visitor visitor) {
        choose(visitor, "00000000-0000-0000-0000-000000000000", true).statusCode(404);
        visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("beside", true))
                .put(TEXTS)
                .then()
                .statusCode(400);
        visitor.stranger().get(TEXTS).then().statusCode(401);
        visitor.page().delete(TEXTS).then().statusCode(204);
    }

    private static ValidatableResponse choose(Visitor visitor, String collection, boolean beside) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("collection", collection, "beside", beside))
                .put(TEXTS)
                .then();
    }

    private static JsonNode certificate(Visitor visitor, String key) throws IOException {
        String envelope = visitor.page()
                .get("/api/marks/keys/" + key + "/certificate")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        ObjectMapper json = new ObjectMapper();
        return json.readTree(Base64.getDecoder()
                .decode(json.readTree(envelope).path("payload").textValue()));
    }
}
