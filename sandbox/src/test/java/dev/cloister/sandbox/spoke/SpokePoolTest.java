package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SpokePoolTest {

    private static final ScriptedApp APP = new ScriptedApp(
            "app", "App", List.of(ScriptedTool.named("tool", "text").answering("${text}")), List.of());

    @TempDir
    Path folder;

    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void anAppThatKeepsBreakingDownIsStartedLaterEachTime() throws IOException {
        AppBundle broken = broken();
        DataRoom room = DataRoom.open(folder.resolve("room"));
        try (SpokePool pool = new SpokePool(Stage.factory(Duration.ofSeconds(5)), Duration.ofHours(1), clock)) {
            assertFalse(message(pool, broken, room).contains("keeps breaking"), "the first time");
            assertFalse(message(pool, broken, room).contains("keeps breaking"), "once more at once");
            assertTrue(message(pool, broken, room).contains("Try again in 2 s"), "then after a second");
            now = now.plusSeconds(1);
            assertFalse(message(pool, broken, room).contains("keeps breaking"), "tried again");
            assertTrue(message(pool, broken, room).contains("Try again in 3 s"), "then after two");
        }
    }

    @Test
    void aSpokeThatMustForgetIsReplacedBeforeTheNextRequest() {
        AppBundle app = APP.write(folder.resolve("app"));
        DataRoom room = DataRoom.open(folder.resolve("room"));
        try (SpokePool pool = new SpokePool(Stage.factory(Duration.ofSeconds(5)), Duration.ofHours(1), clock)) {
            Spoke first = pool.spoke("t", "u", app, room);
            assertSame(first, pool.spoke("t", "u", app, room));
            pool.renew("t", "u", app, room);
            assertFalse(first.alive());
            while (pool.size() == 0) {
                Thread.onSpinWait();
            }
            Spoke second = pool.spoke("t", "u", app, room);
            assertNotSame(first, second);
            assertEquals(new SpokeResult.Answered("again", false), second.callTool("tool", "{\"text\":\"again\"}"));
        }
    }

    @Test
    void aBundleTakenOutOfUseWhileItsSpokeIsRenewedRunsNoLonger() throws InterruptedException {
        AppBundle app = APP.write(folder.resolve("app"));
        DataRoom room = DataRoom.open(folder.resolve("room"));
        try (SpokePool pool = new SpokePool(Stage.factory(Duration.ofSeconds(5)), Duration.ofHours(1), clock)) {
            pool.renew("t", "u", app, room);
            pool.endAll(app.digest());
            for (int looks = 0; looks < 20; looks++) {
                assertEquals(0, pool.size());
                Thread.sleep(50);
            }
            assertTrue(pool.spoke("t", "u", app, room).alive(), "in use again");
        }
    }

    @Test
    void whatFailsWhileABundleIsReplacedIsNotHeldAgainstIt() throws IOException, InterruptedException {
        AppBundle broken = broken();
        DataRoom room = DataRoom.open(folder.resolve("room"));
        try (SpokePool pool = new SpokePool(Stage.factory(Duration.ofSeconds(5)), Duration.ofHours(1), clock)) {
            for (int renewals = 0; renewals < 3; renewals++) {
                pool.renew("t", "u", broken, room);
                Thread.sleep(500);
            }
            assertFalse(message(pool, broken, room).contains("keeps breaking"), "nobody had waited for those");
            assertFalse(message(pool, broken, room).contains("keeps breaking"), "the second");
            assertTrue(message(pool, broken, room).contains("keeps breaking"), "the third");
            pool.endAll(broken.digest());
            assertFalse(
                    message(pool, broken, room).contains("keeps breaking"), "no past after it was taken out of use");
        }
    }

    private AppBundle broken() throws IOException {
        Path bundle = folder.resolve("broken");
        APP.write(bundle);
        Files.writeString(bundle.resolve("server.mjs"), "process.exit(3)");
        return AppBundle.read(bundle);
    }

    private static String message(SpokePool pool, AppBundle app, DataRoom room) {
        return assertThrows(SandboxException.class, () -> pool.spoke("t", "u", app, room))
                .getMessage();
    }
}
