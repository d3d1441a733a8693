package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SpokeTest {

    private static final SpokeFactory FACTORY = Stage.factory(Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private AppBundle app = Stage.hostile();
    private DataRoom room = new DataRoom(Path.of("/"));

    @BeforeEach
    void unpack() {
        app = SampleApps.everyday(folder);
        room = DataRoom.open(folder.resolve("data"));
    }

    @Test
    void asksTheModelThenTheUserThenCallsTheTool() {
        Script hub = new Script("{\"quantity\":\"70 F\",\"to\":\"celsius\"}", true);
        try (Spoke spoke = FACTORY.start(app, room)) {
            SpokeResult result = spoke.handle("convert_units", "Convert 68 F to C", hub);

            assertEquals(new SpokeResult.Answered("68 fahrenheit = 20 celsius", false), result);
        }
        assertEquals("Convert 68 F to C", hub.prompts.getLast().text());
        assertEquals("user", hub.prompts.getLast().role());
        assertTrue(hub.prompts.stream().anyMatch(turn -> turn.text().equals("2 liters in cups")), "no worked examples");
        assertEquals(List.of("convert_units {\"quantity\":\"70 F\",\"to\":\"celsius\"}"), hub.questions);
    }

    @Test
    void endsWhenTheHubFailsInMidRequest() {
        HubServices broken = new HubServices() {
            @Override
            public String model(List<Turn> prompt, String schema) {
                return "{\"quantity\":\"70 F\",\"to\":\"celsius\"}";
            }

            @Override
            public PermissionAnswer permission(String tool, String argumentsJson) {
                throw new IllegalStateException("the notes are missing");
            }
        };
        try (Spoke spoke = FACTORY.start(app, room)) {
            assertThrows(IllegalStateException.class, () -> spoke.handle("convert_units", "70 F in C", broken));
            assertFalse(spoke.alive());
        }
    }

    @Test
    void doesNotCallADeniedTool() {
        room.put("notes.md", "secret".getBytes(StandardCharsets.UTF_8));
        try (Spoke spoke = FACTORY.start(app, room)) {
            SpokeResult result = spoke.handle("read_notes", "my notes", new Script("{}", false));

            assertEquals(new SpokeResult.Denied("The user did not allow it."), result);
        }
    }

    @Test
    void callsNothingWhenTheModelAnswersNoJson() {
        Script hub = new Script("certainly!", true);
        try (Spoke spoke = FACTORY.start(app, room)) {
            assertTrue(spoke.handle("read_notes", "my notes", hub) instanceof SpokeResult.Denied);
            assertTrue(hub.questions.isEmpty());
            assertTrue(spoke.alive());
        }
    }

    @Test
    void seesNotesOnlyWhileTheyAreHandedOver() {
        try (Spoke spoke = FACTORY.start(app, room)) {
            SpokeResult absent = new SpokeResult.Answered("There are no notes here.", true);
            assertEquals(absent, spoke.callTool("read_notes", "{}"));

            room.put("notes.md", "Dentist: Monday\nMilk\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    new SpokeResult.Answered("Dentist: Monday", false),
                    spoke.callTool("read_notes", "{\"query\":\"dentist\"}"));

            room.remove("notes.md");
            assertEquals(absent, spoke.callTool("read_notes", "{}"));
        }
    }

    @Test
    void saysWhichUnitsDoNotGoTogether() {
        try (Spoke spoke = FACTORY.start(app, room)) {
            assertEquals(
                    new SpokeResult.Answered(
                            "kilograms is a unit of mass and meters one of length: they cannot be converted.", true),
                    spoke.callTool("convert_units", "{\"quantity\":\"1 kg\",\"to\":\"meters\"}"));
        }
    }

    @Test
    void offersWhatItHasAndNothingElse() {
        try (Spoke spoke = FACTORY.start(app, room)) {
            assertEquals(List.of("read_notes"), spoke.probe("read_notes"));
            assertEquals(List.of(), spoke.probe("send_mail"));
            SandboxException refusal = assertThrows(SandboxException.class, () -> spoke.callTool("send_mail", "{}"));
            assertEquals(SandboxException.Code.TOOL_UNKNOWN, refusal.code());
            assertTrue(spoke.alive());
        }
    }

    @Test
    void doesNotStartAChangedBundle() throws Exception {
        Files.writeString(app.folder().resolve("server.mjs"), "\n// one more line", StandardOpenOption.APPEND);

        SandboxException refusal = assertThrows(SandboxException.class, () -> FACTORY.start(app, room));

        assertEquals(SandboxException.Code.BUNDLE_CHANGED, refusal.code());
    }

    @Test
    void keepsAWarmSpokePerUserAndStartsAnewAfterACrash() {
        try (SpokePool pool = new SpokePool(FACTORY, Duration.ofMinutes(5), InstantSource.system())) {
            Spoke ann = pool.spoke("acme", "ann", app, room);
            assertSame(ann, pool.spoke("acme", "ann", app, room));
            assertNotSame(ann, pool.spoke("acme", "bob", app, DataRoom.open(folder.resolve("bob"))));

            ann.close();

            Spoke again = pool.spoke("acme", "ann", app, room);
            assertNotSame(ann, again);
            assertTrue(again.alive());
        }
    }

    @Test
    void endsAnIdleSpoke() {
        try (SpokePool pool = new SpokePool(FACTORY, Duration.ofMillis(50), InstantSource.system())) {
            Spoke spoke = pool.spoke("acme", "ann", app, room);
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (pool.size() > 0 || spoke.alive()) {
                assertTrue(System.nanoTime() < end, "the idle spoke was not ended");
                Thread.onSpinWait();
            }
            assertFalse(spoke.alive());
        }
    }

    /** A hub whose model says one thing and whose user changes 70 into 68 before agreeing. */
    @Test
    void remindsTheModelOfWhatTheAppWasAskedBefore() {
        try (Spoke spoke = FACTORY.start(app, room)) {
            Script hub = new Script("{\"value\":2,\"from\":\"mi\",\"to\":\"km\"}", true);
            Remembered before =
                    new Remembered("one mile in km", Json.parseObject("{\"value\":1,\"from\":\"mi\",\"to\":\"km\"}"));
            spoke.handle("convert_units", "and two?", List.of(before), hub);
            List<Turn> last = hub.prompts.subList(hub.prompts.size() - 3, hub.prompts.size());
            assertEquals("one mile in km", last.get(0).text());
            assertEquals(before.arguments().text(), last.get(1).text());
            assertEquals("and two?", last.get(2).text());
        }
    }

    private static final class Script implements HubServices {

        private final String says;
        private final boolean allows;
        private final List<Turn> prompts = new ArrayList<>();
        private final List<String> questions = new ArrayList<>();

        private Script(String says, boolean allows) {
            this.says = says;
            this.allows = allows;
        }

        @Override
        public String model(List<Turn> prompt, String schema) {
            prompts.addAll(prompt);
            return says;
        }

        @Override
        public PermissionAnswer permission(String tool, String argumentsJson) {
            questions.add(tool + " " + argumentsJson);
            return allows ? new PermissionAnswer.Allow(argumentsJson.replace("70", "68")) : new PermissionAnswer.Deny();
        }
    }
}
