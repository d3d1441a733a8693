package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.sandbox.app.BundleArchive;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.app.ValueType;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Three apps that work together: a diary, mail, and a travel agency that would like to see the diary. */
final class Office {

    static final ScriptedApp DIARY = new ScriptedApp(
            "diary",
            "Diary",
            List.of(ScriptedTool.named("read_diary", "query")
                    .readingNotes()
                    .withExample("What does my diary say about the dentist?", "{\"query\":\"dentist\"}")
                    .withExample("Look up the party in my diary", "{\"query\":\"party\"}")),
            List.of());

    static final ScriptedApp MAIL = new ScriptedApp(
            "mail",
            "Mail",
            List.of(ScriptedTool.named("send_mail", "to", "body")
                    .withEffect(Effect.IRREVERSIBLE)
                    .answering("Sent to ${to}: ${body}")
                    .withExample("Send it to bob@example.org by mail", "{\"to\":\"bob@example.org\"}")
                    .withExample("Send this by mail to ada@example.org", "{\"to\":\"ada@example.org\"}")
                    .withExample("Mail that to eva@example.com", "{\"to\":\"eva@example.com\"}")
                    .taking(new Parameter("body", ValueType.TEXT))),
            List.of());

    static final ScriptedApp TRAVEL = new ScriptedApp(
            "travel",
            "Travel",
            List.of(ScriptedTool.named("book_trip", "where")
                    .answering("A trip to ${where}.")
                    .withExample("Book a trip to Vienna", "{\"where\":\"Vienna\"}")
                    .withExample("Book a trip to Paris", "{\"where\":\"Paris\"}")
                    .withExample("Find me a trip to London", "{\"where\":\"London\"}")
                    .asking("diary.read_diary", "{\"query\":\"dentist\"}")),
            List.of("diary.read_diary"));

    private static final String VERSIONS = "/api/app-versions";

    private Office() {}

    /** Registers and approves the three, and gives the diary something to read. */
    static void moveIn(Visitor visitor, Path work) {
        for (ScriptedApp app : List.of(DIARY, MAIL, TRAVEL)) {
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            BundleArchive.pack(app.write(work.resolve(app.name())).folder(), archive);
            visitor.install(app.name(), archive.toByteArray());
        }
        visitor.page()
                .contentType("text/plain; charset=utf-8")
                .body("Dentist: Tuesday at three\nParty at Ada's on Friday\n")
                .put("/api/apps/diary/notes")
                .then()
                .statusCode(204);
    }

    /** Takes them away again, with all that was allowed and forbidden. */
    static void moveOut(Visitor visitor) {
        List<Map<String, String>> versions = visitor.page().get(VERSIONS).path("versions");
        for (Map<String, String> version : versions) {
            visitor.page()
                    .post(VERSIONS + "/" + version.get("app") + "/disable")
                    .then()
                    .statusCode(204);
            visitor.page()
                    .delete(VERSIONS + "/" + version.get("app") + "/" + version.get("digest"))
                    .then()
                    .statusCode(204);
        }
        for (String grant : visitor.page().get("/api/permissions").jsonPath().getList("grants.id", String.class)) {
            visitor.page().delete("/api/permissions/" + grant).then().statusCode(204);
        }
    }

    static void answer(Visitor visitor, JsonNode asked, String decision) {
        visitor.page()
                .contentType("application/json")
                .body(Map.of("decision", decision))
                .post("/api/permissions/requests/" + asked.get("id").textValue())
                .then()
                .statusCode(204);
    }
}
