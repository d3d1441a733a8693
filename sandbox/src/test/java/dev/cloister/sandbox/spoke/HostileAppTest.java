package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.SandboxException.Code;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.isc.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An app that does its worst, in a real sandbox. */
class HostileAppTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "crash, APP_CRASHED",
        "garbage, APP_CRASHED",
        "memory, APP_CRASHED",
        "otherId, APP_CRASHED",
        "namelessId, APP_CRASHED",
        "floodOut, APP_CRASHED",
        "longLine, APP_CRASHED",
    })
    void endsTheAppWithACode(String deed, Code expected) {
        try (Spoke spoke = start(PATIENT)) {
            SandboxException end = assertThrows(SandboxException.class, () -> call(spoke, deed));

            assertEquals(expected, end.code(), end.getMessage());
            assertFalse(spoke.alive());
            assertEquals(
                    expected,
                    assertThrows(SandboxException.class, () -> call(spoke, "behave"))
                            .code());
        }
    }

    @Test
    void endsAnAppThatDoesNotAnswer() {
        try (Spoke spoke = start(Duration.ofMillis(700))) {
            SandboxException end = assertThrows(SandboxException.class, () -> call(spoke, "silence"));

            assertEquals(Code.APP_TIMEOUT, end.code(), end.getMessage());
            assertFalse(spoke.alive());
        }
    }

    @Test
    void endsAnAppThatAnswersTwiceAtItsNextRequest() {
        try (Spoke spoke = start(PATIENT)) {
            assertEquals("done", text(call(spoke, "twice")));

            SandboxException end = assertThrows(SandboxException.class, () -> call(spoke, "behave"));

            assertEquals(Code.APP_CRASHED, end.code(), end.getMessage());
            assertTrue(end.getMessage().contains("an answer to another question"), end.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "process.exit(4), ended before it answered",
        "console.log('this is no JSON'), what is no JSON-RPC message",
        "process.stdout.write('x'.repeat(5 << 20)), a line of more than",
    })
    void saysWhyAnAppDoesNotStartAndLeavesOthersAlone(String server, String words) throws IOException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(Stage.hostile().folder().resolve("manifest.json"), broken.resolve("manifest.json"));
        Files.writeString(broken.resolve("server.mjs"), server);
        try (Spoke other = Stage.factory(PATIENT).start(SampleApps.everyday(folder), room("other"))) {
            SandboxException end = assertThrows(
                    SandboxException.class, () -> Stage.factory(PATIENT).start(AppBundle.read(broken), room("data")));

            assertEquals(Code.APP_CRASHED, end.code(), end.getMessage());
            assertTrue(end.getMessage().contains(words), end.getMessage());
            assertEquals(
                    "1 kilometers = 1000 meters",
                    text(other.callTool("convert_units", "{\"quantity\":\"1 km\",\"to\":\"meters\"}")));
        }
    }

    @Test
    void hearsAnAppThatFloodsItsErrorOutput() {
        try (Spoke spoke = start(PATIENT)) {
            assertEquals("done", text(call(spoke, "floodErr")));
            assertEquals("done", text(call(spoke, "behave")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"otherId", "floodOut"})
    void leavesOtherAppsAloneWhileItBreaksTheProtocol(String deed) {
        try (Spoke spoke = start(PATIENT);
                Spoke other = Stage.factory(PATIENT).start(SampleApps.everyday(folder), room("other"))) {
            assertThrows(SandboxException.class, () -> call(spoke, deed));

            assertEquals(
                    "1 kilometers = 1000 meters",
                    text(other.callTool("convert_units", "{\"quantity\":\"1 km\",\"to\":\"meters\"}")));
        }
    }

    @Test
    void boundsItsProcessesAndLeavesOthersAlone() {
        try (Spoke spoke = start(PATIENT);
                Spoke other = Stage.factory(PATIENT).start(SampleApps.everyday(folder), room("other"))) {
            if (Stage.STRICT) {
                assertEquals(SandboxException.Code.APP_CRASHED, refusal(spoke, "forks"));
            } else {
                assertEquals("refused", text(call(spoke, "forks")));
            }
            assertEquals(
                    "1 kilometers = 1000 meters",
                    text(other.callTool("convert_units", "{\"quantity\":\"1 km\",\"to\":\"meters\"}")));
        }
    }

    @Test
    void leavesOtherAppsAloneWhenItCrashes() {
        try (Spoke spoke = start(PATIENT);
                Spoke other = Stage.factory(PATIENT).start(SampleApps.everyday(folder), room("other"))) {
            assertThrows(SandboxException.class, () -> call(spoke, "crash"));

            assertTrue(other.alive());
            assertEquals(
                    "1 kilometers = 1000 meters",
                    text(other.callTool("convert_units", "{\"quantity\":\"1 km\",\"to\":\"meters\"}")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "flood, APP_FLOODS",
        "longline, APP_FLOODS",
        "garbage, APP_MISBEHAVES",
        "hubsMessage, APP_MISBEHAVES",
        "impostor, APP_MISBEHAVES",
        "otherRequest, APP_MISBEHAVES",
        "otherTool, APP_MISBEHAVES",
        "readyAgain, APP_MISBEHAVES",
        "exit, APP_CRASHED",
    })
    void trustsNothingThatComesOutOfThePipe(String deed, Code expected) throws IOException {
        try (Spoke spoke = Stage.takenOver(deed)) {
            SandboxException end = assertThrows(SandboxException.class, () -> {
                // A flood begins with the answer that is due here; what follows it ends the spoke.
                spoke.callTool("misdeed", "{}");
                awaitEnd(spoke);
                spoke.callTool("misdeed", "{}");
            });

            assertEquals(expected, end.code(), end.getMessage());
        }
    }

    @Test
    void takesAnAnswerThatIsDueFromThePipe() throws IOException {
        try (Spoke spoke = Stage.takenOver("honest")) {
            assertEquals("x", text(spoke.callTool("misdeed", "{}")));
        }
    }

    @Test
    void takesNoAnswerBeforeItAllowedTheCall() throws IOException {
        try (Spoke spoke = Stage.takenOver("honest")) {
            SandboxException end =
                    assertThrows(SandboxException.class, () -> spoke.handle("misdeed", "do it", new NoServices()));

            assertEquals(Code.APP_MISBEHAVES, end.code(), end.getMessage());
        }
    }

    @Test
    void keepsTheServerFromWritingToItsOperatorsPipe() {
        try (Spoke spoke = start(PATIENT)) {
            if (Stage.STRICT) {
                assertEquals(SandboxException.Code.APP_MISBEHAVES, refusal(spoke, "forgery"));
            } else {
                assertEquals("refused EACCES", text(call(spoke, "forgery")));
            }
        }
    }

    @Test
    void seesNoFilesAndNoNetwork() {
        try (Spoke spoke = start(PATIENT)) {
            assertEquals("saw nothing", text(call(spoke, "files")));
            assertEquals("refused EPERM", text(call(spoke, "network")));
        }
    }

    private static SandboxException.Code refusal(Spoke spoke, String deed) {
        return assertThrows(SandboxException.class, () -> call(spoke, deed)).code();
    }

    private static void awaitEnd(Spoke spoke) {
        long end = System.nanoTime() + PATIENT.toNanos();
        while (spoke.alive()) {
            assertTrue(System.nanoTime() < end, "the spoke was not ended");
            Thread.onSpinWait();
        }
    }

    private Spoke start(Duration step) {
        return Stage.factory(step).start(Stage.hostile(), room("data"));
    }

    private DataRoom room(String name) {
        return DataRoom.open(folder.resolve(name));
    }

    private static SpokeResult call(Spoke spoke, String deed) {
        return spoke.callTool("misdeed", "{\"deed\":\"" + deed + "\"}");
    }

    private static String text(SpokeResult result) {
        return ((SpokeResult.Answered) result).text();
    }

    /** Fails the test where a hostile app gets as far as the model or the user. */
    private static final class NoServices implements HubServices {

        @Override
        public String model(List<Turn> prompt, String schema) {
            throw new AssertionError("the model was asked");
        }

        @Override
        public PermissionAnswer permission(String tool, String argumentsJson) {
            throw new AssertionError("the user was asked about " + tool);
        }
    }
}
