package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class ControlGroupsTest {

    /** Above the highest process id that Linux gives. */
    private static final long NOBODY = 1L << 22;

    private static final ProcessSpec.Limits LIMITS =
            new ProcessSpec.Limits(128L << 20, 16, Duration.ofSeconds(10), 64, 1L << 20);

    private Path memory = Path.of("/");

    @BeforeEach
    void needsGroups() throws IOException {
        assumeFalse(BubblewrapLauncher.create().absent().containsKey(Layer.TOTAL_LIMIT), "no control groups");
        Path own = GroupPlaces.ofThisProcess().folder("memory").orElseThrow();
        memory = GroupController.below("memory", own).parent();
    }

    @Test
    void boundsTheMemoryOfAllProcessesTogether() throws Exception {
        String fill = "dd if=/dev/urandom bs=100M count=1 iflag=fullblock";
        Cell.Outcome alone = Cell.plain().limitedTo(LIMITS).shell(fill + " | wc -c");
        assertEquals("104857600\n", alone.output(), alone.errors());

        // Each of the three holds what it has read, since nobody takes it.
        Process together = Cell.plain()
                .limitedTo(LIMITS)
                .start(
                        "/bin/sh",
                        "-c",
                        "for i in 1 2 3; do { %s; echo ended $? >&2; } | sleep 100 & done; wait".formatted(fill));
        try (BufferedReader errors = together.errorReader()) {
            assertTrue(errors.lines().anyMatch("ended 137"::equals));
        } finally {
            together.destroyForcibly();
        }
    }

    @Test
    void leavesNoGroupBehindWhenASandboxEnds() throws Exception {
        String ours = "cloister-spoke-" + ProcessHandle.current().pid() + "-";
        Process process = Cell.plain().start("/bin/sh", "-c", "sleep 100 & wait");
        assertTrue(groups().stream().anyMatch(name -> name.startsWith(ours)));

        process.destroyForcibly();

        await(() -> groups().stream().noneMatch(name -> name.startsWith(ours)));
    }

    @Test
    void removesWhatAKilledInstanceLeftAndNothingElse() throws Exception {
        Path left = Files.createDirectory(memory.resolve("cloister-spoke-" + NOBODY + "-1"));
        Path other = Files.createDirectory(memory.resolve("cloister-spoke-1-1"));
        try {
            ControlGroups.find();

            await(() -> !Files.exists(left));
            assertTrue(Files.exists(other));
        } finally {
            Files.delete(other);
        }
        assertFalse(Files.exists(other));
    }

    private List<String> groups() {
        try (Stream<Path> below = Files.list(memory)) {
            return below.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("cloister-spoke-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited 10 s in vain");
            Thread.onSpinWait();
        }
    }
}
