package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

@ExtendWith(SharedGateway.class)
class ReportsIT {

    private static final String REPORTS = "/api/watermark/reports";
    private static final String TEXT = "Somebody wrote this by hand, and it is short.";

    @Test
    void aReportIsKeptWithoutItsText(Visitor visitor) {
        String id = made(visitor).path("id");
        String signed = visitor.page()
                .get(REPORTS + "/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        verify(visitor, signed)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("verdict", equalTo("insufficient"))
                .body("text.characters", equalTo(TEXT.length()))
                .body("keysTried", notNullValue());
        visitor.page().get(REPORTS).then().body("reports.id", hasItem(id)).body("reports.title", hasItem("A note"));
    }

    @Test
    void whatWasChangedOrIsNoReportIsRefused(Visitor visitor) {
        String id = made(visitor).path("id");
        Map<String, Object> envelope =
                visitor.page().get(REPORTS + "/" + id).jsonPath().getMap("");
        String payload =
                new String(Base64.getDecoder().decode((String) envelope.get("payload")), StandardCharsets.UTF_8);
        Map<String, Object> changed = new HashMap<>(envelope);
        changed.put(
                "payload",
                Base64.getEncoder()
                        .encodeToString(
                                payload.replace("insufficient", "marked").getBytes(StandardCharsets.UTF_8)));
        refused(visitor, changed, 422, "STATEMENT_TAMPERED");
        changed.put("payload", "%%%");
        refused(visitor, changed, 400, "STATEMENT_MALFORMED");
        changed.put("payload", envelope.get("payload"));
        changed.put("signatures", List.of(Map.of("keyid", "ed25519:0000000000000000", "sig", "AAAA")));
        refused(visitor, changed, 422, "STATEMENT_FOREIGN");
        verify(visitor, "{}").then().statusCode(400).body("code", equalTo("STATEMENT_MALFORMED"));
        verify(visitor, "[]").then().statusCode(400).body("code", equalTo("STATEMENT_MALFORMED"));
        verify(visitor, "null").then().statusCode(400).body("code", equalTo("STATEMENT_MALFORMED"));
        verify(visitor, "{\"payloadType\":\"a\",\"payload\":\"\",\"signatures\":null}")
                .then()
                .statusCode(400)
                .body("code", equalTo("STATEMENT_MALFORMED"));
    }

    @Test
    void onlyComplianceMakesAndReadsReports(Visitor visitor) {
        String id = made(visitor).path("id");
        Visitor user = visitor.newcomer("reports-user");
        user.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", TEXT))
                .post(REPORTS)
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        user.page().get(REPORTS + "/" + id).then().statusCode(403);
        user.page().get("/api/marks/keys").then().statusCode(403);
        visitor.newcomer("reports-officer", "compliance")
                .page()
                .get(REPORTS)
                .then()
                .statusCode(200);
    }

    @Test
    void badTextsAreRefused(Visitor visitor) {
        bad(visitor, Map.of("text", " "), 400, "INVALID_REQUEST");
        bad(visitor, Map.of("title", "no text"), 400, "INVALID_REQUEST");
        bad(visitor, Map.of("text", TEXT, "title", "x".repeat(201)), 400, "INVALID_REQUEST");
        bad(visitor, Map.of("text", "long ".repeat(250_000)), 413, "TOO_LARGE");
        visitor.page()
                .get(REPORTS + "/00000000-0000-0000-0000-000000000000")
                .then()
                .statusCode(404);
    }

    @Test
    void aKeyIsRotatedAndDevelopersChooseForThemselves(Visitor visitor) {
        Visitor developer = visitor.newcomer("mark-developer", "developer");
        policies(developer).then().body("policies.app", equalTo(List.of("mark-developer")));
        decide(developer, "mark-developer", "gumbel").then().statusCode(200).body("scheme", equalTo("gumbel"));
        decide(developer, "hub", "gumbel").then().statusCode(403);
        decide(developer, "mark-developer", "none").then().statusCode(403).body("title", containsString("compliance"));
        decide(developer, "mark-developer", "invented").then().statusCode(400);
        rotate(visitor, "mark-developer", "gumbel").then().statusCode(200).body("epoch", equalTo(1));
        rotate(visitor, "mark-developer", "gumbel")
                .then()
                .statusCode(200)
                .body("epoch", equalTo(2))
                .body("state", equalTo("active"))
                .body("certified", equalTo(true));
        visitor.page()
                .get("/api/marks/keys")
                .then()
                .body("keys.findAll { it.app == 'mark-developer' && it.state == 'retired' }", hasSize(1));
        rotate(visitor, "nobody-here", "gumbel").then().statusCode(404);
        rotate(visitor, "hub", "invented").then().statusCode(400);
        decide(visitor, "mark-developer", "none").then().statusCode(200);
    }

    private static Response made(Visitor visitor) {
        Response response = visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", TEXT, "title", "A note"))
                .post(REPORTS);
        response.then().statusCode(201);
        return response;
    }

    private static void bad(Visitor visitor, Map<String, String> body, int status, String code) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body(body)
                .post(REPORTS)
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static void refused(Visitor visitor, Map<String, Object> envelope, int status, String code) {
        visitor.page()
                .contentType(ContentType.JSON)
                .body(envelope)
                .post(REPORTS + "/verify")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static Response verify(Visitor visitor, String envelope) {
        return visitor.page().contentType(ContentType.JSON).body(envelope).post(REPORTS + "/verify");
    }

    private static Response policies(Visitor visitor) {
        return visitor.page().get("/api/marks/policies");
    }

    private static Response decide(Visitor visitor, String app, String scheme) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("scheme", scheme))
                .put("/api/marks/policies/" + app);
    }

    private static Response rotate(Visitor visitor, String app, String scheme) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("app", app, "scheme", scheme))
                .post("/api/marks/keys/rotate");
    }
}
