package dev.cloister.gateway.apps.version;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningLedger;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class AppVersionsIT {

    private static final String PATH = "/api/app-versions";

    @Test
    void anAppRunsAfterAYesAndInItsOlderVersionAfterARollBack(Visitor visitor) {
        SmallApp app = new SmallApp("barn");
        String first = registered(visitor, app);
        visitor.page()
                .get(PATH + "/barn/" + first)
                .then()
                .statusCode(200)
                .body("state", equalTo("proposed"), "active", equalTo(false), "registeredBy", equalTo("admin"))
                .body("testRun[0].answer", equalTo("The door of 1.0.0 is open."), "testRun[0].isError", equalTo(false))
                .body("permissions[0].tool", equalTo("open_door"), "permissions[0].effect", equalTo("none"));
        visitor.page().get("/api/apps").then().body("apps.name", not(hasItem("barn")));
        approve(visitor, "barn", first).statusCode(200).body("active", equalTo(true));
        visitor.page().get("/api/apps").then().body("apps.name", hasItem("barn"));
        assertTrue(answer(visitor, "barn").contains("The door of 1.0.0 is open."));

        String second = registered(visitor, app.withVersion("2.0.0").saying("'Opens the barn door.'"));
        assertTrue(answer(visitor, "barn").contains("The door of 1.0.0 is open."), "not yet approved");
        visitor.page()
                .get(PATH + "/barn/" + second)
                .then()
                .body("changes[0].part", equalTo("DESCRIPTION"), "changes[0].after", equalTo("Opens the barn door."));
        approve(visitor, "barn", second).statusCode(200);
        assertTrue(answer(visitor, "barn").contains("The door of 2.0.0 is open."));

        approve(visitor, "barn", first).statusCode(200);
        assertTrue(answer(visitor, "barn").contains("The door of 1.0.0 is open."));
        visitor.page().post(PATH + "/barn/disable").then().statusCode(204);
        visitor.page().get("/api/apps").then().body("apps.name", not(hasItem("barn")));
        for (String digest : new String[] {first, second}) {
            visitor.page().delete(PATH + "/barn/" + digest).then().statusCode(204);
        }
        assertEquals(
                2,
                RunningLedger.details(visitor.home(), "app.registered").stream()
                        .filter(detail -> detail.get("app").textValue().equals("barn"))
                        .count());
    }

    @Test
    void anAppThatSaysSomethingElseLaterIsStoppedAndShowsTheDifference(Visitor visitor) {
        String digest = registered(visitor, new SmallApp("mill").saying("'Opens at ' + Date.now()"));
        approve(visitor, "mill", digest).statusCode(200);
        try (EventReader events = visitor.say(visitor.newConversation(), question("mill"))) {
            assertEquals("APP_CHANGED", events.until("error").data().get("code").textValue());
        }
        visitor.page()
                .get(PATH + "/mill/" + digest)
                .then()
                .body("state", equalTo("stopped"), "active", equalTo(false))
                .body("changes[0].part", equalTo("DESCRIPTION"), "changes[0].before", containsString("Opens at"));
        visitor.page().get("/api/apps").then().body("apps.name", not(hasItem("mill")));
        visitor.page().delete(PATH + "/mill/" + digest).then().statusCode(204);
    }

    @Test
    void aVersionIsItsFiles(Visitor visitor) {
        SmallApp app = new SmallApp("shed");
        String digest = registered(visitor, app);
        refused(visitor, app.archive(), 409).body("code", equalTo("VERSION_KNOWN"));
        refused(visitor, app.saying("'Another.'").archive(), 409).body("code", equalTo("VERSION_TAKEN"));
        byte[] exported = visitor.page()
                .get(PATH + "/shed/" + digest + "/bundle")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("shed-1.0.0.mcpb"))
                .extract()
                .asByteArray();
        visitor.page().delete(PATH + "/shed/" + digest).then().statusCode(204);
        assertEquals(
                digest,
                upload(visitor, exported).then().statusCode(201).extract().path("digest"));
        visitor.page().delete(PATH + "/shed/" + digest).then().statusCode(204);
    }

    @Test
    void aYesIsToWhatWasShown(Visitor visitor) {
        String digest = registered(visitor, new SmallApp("barge"));
        visitor.page()
                .queryParam("tools", "0".repeat(64))
                .post(PATH + "/barge/" + digest + "/approve")
                .then()
                .statusCode(409)
                .body("code", equalTo("APP_CHANGED"));
        approve(visitor, "barge", digest).statusCode(200);
        visitor.page().post(PATH + "/barge/disable").then().statusCode(204);
        visitor.page().delete(PATH + "/barge/" + digest).then().statusCode(204);
    }

    @Test
    void theSameFilesRegisteredAgainRunAgain(Visitor visitor) {
        for (int i = 0; i < 2; i++) {
            String digest = registered(visitor, new SmallApp("wharf"));
            approve(visitor, "wharf", digest).statusCode(200);
            assertTrue(answer(visitor, "wharf").contains("The door of 1.0.0 is open."));
            visitor.page().post(PATH + "/wharf/disable").then().statusCode(204);
            visitor.page().delete(PATH + "/wharf/" + digest).then().statusCode(204);
        }
    }

    @Test
    void anAppThatIsDisabledWhileTheUserThinksDoesNotAct(Visitor visitor) {
        String digest = registered(visitor, new SmallApp("ferry"));
        approve(visitor, "ferry", digest).statusCode(200);
        try (EventReader events = visitor.say(visitor.newConversation(), question("ferry"))) {
            JsonNode asked = events.until("permission").data();
            visitor.page().post(PATH + "/ferry/disable").then().statusCode(204);
            allow(visitor, asked);
            assertEquals("APP_OFF", events.until("error").data().get("code").textValue());
        }
        visitor.page().delete(PATH + "/ferry/" + digest).then().statusCode(204);
    }

    @Test
    void aChangeThatNobodyCanSeeCannotBeApprovedEither(Visitor visitor) {
        long turn = System.currentTimeMillis() + 8_000;
        String digest = registered(
                visitor, new SmallApp("loft").saying("Date.now() < " + turn + " ? 'Opens.' : 'Opens.\\u200b'"));
        approve(visitor, "loft", digest).statusCode(200);
        while (System.currentTimeMillis() < turn) {
            Thread.onSpinWait();
        }
        try (EventReader events = visitor.say(visitor.newConversation(), question("loft"))) {
            assertEquals("APP_CHANGED", events.until("error").data().get("code").textValue());
        }
        approve(visitor, "loft", digest).statusCode(409).body("code", equalTo("APP_UNSAFE"));
        visitor.page().delete(PATH + "/loft/" + digest).then().statusCode(204);
    }

    @Test
    void keepsAndShowsWhatAppsSayWhateverItIs(Visitor visitor) {
        String digest = registered(visitor, new SmallApp("crypt").saying("'Opens.\\u0000'"));
        visitor.page().get(PATH).then().statusCode(200).body("versions.app", hasItem("crypt"));
        approve(visitor, "crypt", digest).statusCode(409).body("code", equalTo("APP_UNSAFE"));
        visitor.page().delete(PATH + "/crypt/" + digest).then().statusCode(204);
    }

    @Test
    void aDevelopersNameIsTheirsAndWhatWasKeptUnderItGoesWithTheLastVersion(Visitor visitor) {
        Visitor ada = visitor.newcomer("ada", "developer");
        Visitor bob = visitor.newcomer("bob", "developer");
        String first = registered(ada, new SmallApp("quay"));
        refused(bob, new SmallApp("quay").withVersion("2.0.0").archive(), 409).body("code", equalTo("NAME_TAKEN"));
        ada.page().post(PATH + "/quay/" + first + "/approve").then().statusCode(403);
        approve(visitor, "quay", first).statusCode(200);
        visitor.page()
                .contentType("text/plain; charset=utf-8")
                .body("Only for Ada's app.")
                .put("/api/apps/quay/notes")
                .then()
                .statusCode(204);
        visitor.page().post(PATH + "/quay/disable").then().statusCode(204);
        ada.page().delete(PATH + "/quay/" + first).then().statusCode(403);
        visitor.page().delete(PATH + "/quay/" + first).then().statusCode(204);
        String second = registered(bob, new SmallApp("quay").withVersion("2.0.0"));
        approve(visitor, "quay", second).statusCode(200);
        visitor.page().get("/api/apps/quay/notes").then().statusCode(204);
        visitor.page().post(PATH + "/quay/disable").then().statusCode(204);
        visitor.page().delete(PATH + "/quay/" + second).then().statusCode(204);
    }

    @Test
    void whatNobodyCanSeeCannotBeApproved(Visitor visitor) {
        String hidden = registered(visitor, new SmallApp("hut").saying("'Opens.\\u{E0041}'"));
        approve(visitor, "hut", hidden).statusCode(409).body("code", equalTo("APP_UNSAFE"));
        visitor.page().delete(PATH + "/hut/" + hidden).then().statusCode(204);
        String alike = registered(visitor, new SmallApp("hut").titled("\u0415very day"));
        approve(visitor, "hut", alike).statusCode(409).body("code", equalTo("APP_UNSAFE"));
        visitor.page().delete(PATH + "/hut/" + alike).then().statusCode(204);
    }

    @Test
    void refusesWhatIsNoApp(Visitor visitor) {
        byte[] good = new SmallApp("gate").archive();
        for (byte[] bad : new byte[][] {
            {},
            "no archive".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(good, good.length / 2),
            SmallApp.zip(Map.of("readme.md", "no manifest")),
            SmallApp.zip(Map.of("manifest.json", "{")),
            SmallApp.zip(Map.of("manifest.json", "[".repeat(100_000))),
            new SmallApp("../gate").archive(),
            new SmallApp("GATE").archive(),
            new SmallApp("gate").titled("x".repeat(65)).archive(),
        }) {
            refused(visitor, bad, 400).body("code", equalTo("BUNDLE_INVALID"));
        }
        refused(visitor, new byte[33 << 20], 413).body("code", equalTo("BUNDLE_TOO_LARGE"));
        refused(visitor, new SmallApp("everyday").archive(), 409).body("code", equalTo("NAME_TAKEN"));
        refused(visitor, new SmallApp("gate").saying("(() => { throw 1 })()").archive(), 502)
                .body("code", equalTo("APP_CRASHED"));
        refused(visitor, new SmallApp("gate").saying("(() => { for (;;); })()").archive(), 502)
                .body("code", equalTo("APP_TIMEOUT"));
        visitor.page().get(PATH).then().body("versions.app", not(hasItem("gate")));
    }

    @Test
    void onlyDevelopersRegisterAndOnlyAPersonWhoIsAnAdministratorApproves(Visitor visitor) {
        Visitor user = visitor.newcomer("walker");
        refused(user, new SmallApp("cave").archive(), 403).body("code", equalTo("FORBIDDEN"));
        user.page().get(PATH).then().statusCode(403);
        String digest = registered(visitor, new SmallApp("cave"));
        user.page().post(PATH + "/cave/" + digest + "/approve").then().statusCode(403);
        user.page().post(PATH + "/cave/disable").then().statusCode(403);
        user.page().delete(PATH + "/cave/" + digest).then().statusCode(403);
        visitor.program(visitor.newToken())
                .post(PATH + "/cave/" + digest + "/approve")
                .then()
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        visitor.page().delete(PATH + "/cave/" + "0".repeat(64)).then().statusCode(404);
        visitor.page().delete(PATH + "/cave/" + digest).then().statusCode(204);
    }

    @Test
    void theCommandLineDoesTheSame(Visitor visitor, @TempDir Path work) throws Exception {
        Path folder = work.resolve("counter");
        command(visitor, 0, "new", "counter", "--into", folder.toString());
        assertTrue(command(visitor, 0, "check", folder.toString()).contains("answer: 6 words"));
        Path archive = work.resolve("counter.mcpb");
        command(visitor, 0, "pack", folder.toString(), "--into", archive.toString());
        command(visitor, 0, "add", archive.toString());
        assertTrue(command(visitor, 0, "list").contains("proposed"));
        command(visitor, 0, "approve", "counter");
        visitor.page().get("/api/apps").then().body("apps.name", hasItem("counter"));
        try (EventReader events =
                visitor.say(visitor.newConversation(), "How many words are in \"to be or not to be\"?")) {
            allow(visitor, events.until("permission").data());
            String text = events.until("done").data().at("/message/text").textValue();
            assertTrue(text.contains("6 words"), text);
        }
        Path exported = work.resolve("exported.mcpb");
        command(visitor, 0, "export", "counter", "--into", exported.toString());
        assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(exported));
        command(visitor, 0, "disable", "counter");
        command(visitor, 0, "remove", "counter", "--version", "0.1.0");
        assertTrue(
                command(visitor, 2, "check", work.resolve("nothing").toString()).contains("USAGE"));
        Files.writeString(folder.resolve("server.mjs"), "throw new Error('broken')");
        assertTrue(command(visitor, 1, "check", folder.toString()).contains("APP_CRASHED"));
    }

    private static String command(Visitor visitor, int status, String... words) {
        GatewayProcess.Result result = GatewayProcess.run("app", visitor.home(), GatewayProcess.downloads(), 1, words);
        assertEquals(status, result.status(), result.output());
        return result.output();
    }

    private static String registered(Visitor visitor, SmallApp app) {
        return upload(visitor, app.archive()).then().statusCode(201).extract().path("digest");
    }

    private static ValidatableResponse refused(Visitor visitor, byte[] archive, int status) {
        return upload(visitor, archive).then().statusCode(status);
    }

    private static Response upload(Visitor visitor, byte[] archive) {
        return visitor.page().contentType("application/zip").body(archive).post(PATH);
    }

    private static ValidatableResponse approve(Visitor visitor, String app, String digest) {
        String seen = visitor.page().get(PATH + "/" + app + "/" + digest).path("tools");
        return visitor.page()
                .queryParam("tools", seen)
                .post(PATH + "/" + app + "/" + digest + "/approve")
                .then();
    }

    private static String question(String app) {
        return "Knock knock, open the door called " + app + " please";
    }

    private static String answer(Visitor visitor, String app) {
        try (EventReader events = visitor.say(visitor.newConversation(), question(app))) {
            allow(visitor, events.until("permission").data());
            return events.until("done").data().at("/message/text").textValue();
        }
    }

    private static void allow(Visitor visitor, JsonNode asked) {
        visitor.page()
                .contentType("application/json")
                .body(Map.of("decision", "once"))
                .post("/api/permissions/requests/" + asked.get("id").textValue())
                .then()
                .statusCode(204);
    }
}
