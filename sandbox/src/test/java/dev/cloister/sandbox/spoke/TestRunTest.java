package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TestRunTest {

    @Test
    void callsEachToolWithItsFirstExample(@TempDir Path folder) {
        AppBundle app = SampleApps.everyday(folder);
        TestRun run = TestRun.of(Stage.factory(Duration.ofSeconds(20)), app, DataRoom.open(folder.resolve("room")));

        assertEquals(2, run.steps().size());
        assertFalse(run.steps().getFirst().isError());
        assertTrue(run.steps().getFirst().answer().contains("6.2"), run.steps().toString());
        assertTrue(run.steps().getLast().isError(), "there are no notes in a test run");
        assertEquals(2, run.tools().size());
    }
}
