package dev.cloister.gateway.federation;

import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.Visitor;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two organisations, each with a gateway of its own, from set-up to the last query of a budget. */
class FederationIT {

    private static final Pattern CODE = Pattern.compile("cloister-join:[A-Za-z0-9_-]+");
    private static final String QUESTION = "Who was the first keeper of the lighthouse?";
    private static final String HARBOUR = """
            The lighthouse of Lindow was finished in 1861.

            Its first keeper was Martha Quill, who kept the lamp for thirty-four years.
            """;

    @Test
    void aPartySearchesAnothersDocumentsUntilItsBudgetIsSpentOrItIsShutOut(
            @TempDir Path archive, @TempDir Path library, @TempDir Path work) throws IOException {
        int port = GatewayProcess.freePort();
        try (GatewayProcess owner = GatewayProcess.start(archive, GatewayProcess.downloads())
                        .awaitReady();
                GatewayProcess querier = GatewayProcess.start(library, GatewayProcess.downloads())
                        .awaitReady()) {
            Visitor archivist =
                    Visitor.signIn(owner, archive, "admin", owner.password().orElseThrow());
            Visitor reader =
                    Visitor.signIn(querier, library, "admin", querier.password().orElseThrow());
            archivist
                    .page()
                    .contentType("text/plain; charset=utf-8")
                    .body(HARBOUR)
                    .post("/api/documents?name=harbour.txt")
                    .then()
                    .statusCode(201);
            search(reader).then().statusCode(409).body("code", equalTo("FEDERATION_NOT_SET_UP"));

            run(archive, "init", "Harbour Archive", "--port", Integer.toString(port));
            run(library, "init", "City Library", "--port", Integer.toString(GatewayProcess.freePort()));
            String code = code(run(archive, "invite", "City Library", "--queries", "2"));
            awaitListening(archivist);
            Map<String, String> joining = Map.of("code", code, "name", "Harbour Archive");
            Visitor clerk = reader.newcomer("clerk");
            clerk.page()
                    .contentType("application/json")
                    .body(joining)
                    .post("/api/federation/parties")
                    .then()
                    .statusCode(403);
            reader.page()
                    .contentType("application/json")
                    .body(joining)
                    .post("/api/federation/parties")
                    .then()
                    .statusCode(200)
                    .body("passages", equalTo(1));

            JsonPath first = search(clerk).jsonPath();
            assertTrue(first.getString("hits[0].text").contains("Martha Quill"), first.prettify());
            assertEquals("harbour.txt", first.getString("hits[0].title"));
            assertEquals(1, first.getInt("parties[0].left"));
            assertFalse(first.getMap("parties[0]").containsKey("doubt"), first.prettify());
            assertEquals("FEDERATION_SHARE_SPENT", search(clerk).jsonPath().getString("parties[0].code"));
            assertEquals(0, share(clerk));
            assertEquals(1, share(reader));
            assertEquals("answered", search(reader).jsonPath().getString("parties[0].status"));
            JsonPath third = search(reader).jsonPath();
            assertEquals("FEDERATION_BUDGET_SPENT", third.getString("parties[0].code"));
            assertEquals(0, third.getList("hits").size());
            assertEquals(0, archivist.page().get("/api/federation").jsonPath().getInt("guests[0].left"));

            try (SpamHall hall = SpamHall.open(work, QUESTION)) {
                reader.page()
                        .contentType("application/json")
                        .body(Map.of("code", hall.invitation().code(), "name", "Spam Hall"))
                        .post("/api/federation/parties")
                        .then()
                        .statusCode(200);
                JsonPath lied = search(reader).jsonPath();
                assertEquals("answered", lied.getString("parties[1].status"), lied.prettify());
                assertEquals(1.0, lied.getDouble("hits[0].score"), 0.05);
                assertTrue(lied.getString("parties[1].doubt").startsWith("One of its passages"), lied.prettify());
            }

            archivist
                    .page()
                    .delete("/api/federation/parties/City Library")
                    .then()
                    .statusCode(204);
            assertEquals("FEDERATION_PARTY_REFUSED", search(reader).jsonPath().getString("parties[0].code"));
            assertTrue(run(archive, "status").contains("shut out"));
        }
    }

    private static io.restassured.response.Response search(Visitor visitor) {
        return visitor.page()
                .contentType("application/json")
                .body(Map.of("question", QUESTION, "limit", 2))
                .post("/api/federation/search");
    }

    private static int share(Visitor visitor) {
        return visitor.page().get("/api/federation").jsonPath().getInt("parties[0].share.left");
    }

    private static void awaitListening(Visitor visitor) {
        for (int looks = 0; looks < 600; looks++) {
            if (visitor.page().get("/api/federation").jsonPath().getBoolean("listens")) {
                return;
            }
        }
        assertFalse(true, "The node never listened");
    }

    private static String run(Path home, String... words) throws IOException {
        GatewayProcess.Result result =
                GatewayProcess.run("federation", home, GatewayProcess.downloads(), GatewayProcess.freePort(), words);
        assertEquals(0, result.status(), result.output());
        return result.output();
    }

    private static String code(String output) {
        Matcher matcher = CODE.matcher(output);
        assertTrue(matcher.find(), output);
        return matcher.group();
    }
}
