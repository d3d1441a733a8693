package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.GVisorTier;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.Layer;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** With the Node.js on the PATH, and with those in the folders of CLOISTER_TEST_NODES, parted by colons. */
class NodeRuntimeTest {

    private static final BubblewrapLauncher LAUNCHER = BubblewrapLauncher.create();

    @TempDir
    private Path folder;

    static Stream<NodeRuntime> nodes() {
        return Stream.concat(
                Stream.of(NodeRuntime.find()),
                Arrays.stream(Optional.ofNullable(System.getenv("CLOISTER_TEST_NODES"))
                                .orElse("")
                                .split(":", -1))
                        .filter(place -> !place.isEmpty())
                        .map(NodeRuntime::find));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void runsAppsWhereTheWholeSandboxIsBounded(NodeRuntime node) {
        starts(LAUNCHER, node);
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void runsAppsWithinTheLimitOfEachProcessAlone(NodeRuntime node) {
        starts(new Unbounded(), node);
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void runsAppsUnderGVisor(NodeRuntime node) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/runsc")), "runsc is not installed");
        starts(GVisorTier.create(), node);
    }

    @Test
    void saysWhatIsWrongWithAProgramThatIsNoNode() throws Exception {
        Files.createSymbolicLink(folder.resolve("node"), Path.of("/usr/bin/true"));

        SandboxException refusal = assertThrows(SandboxException.class, () -> NodeRuntime.find(folder.toString())
                .command(false));

        assertEquals(SandboxException.Code.TOOL_MISSING, refusal.code());
    }

    private void starts(SandboxTier tier, NodeRuntime node) {
        AppBundle app = SampleApps.everyday(folder);
        SpokeFactory factory = new SpokeFactory(tier, JavaRuntime.current(), node, SpokeLimits.usual());
        try (Spoke spoke = factory.start(app, DataRoom.open(folder.resolve("data")))) {
            assertFalse(spoke.tools().isEmpty());
        }
    }

    /** As where no control group can be made: no reserve is granted. */
    private record Unbounded() implements SandboxTier {

        @Override
        public Process launch(SandboxSpec spec) throws IOException {
            return LAUNCHER.launch(new SandboxSpec(
                    spec.name(),
                    spec.command(),
                    spec.environment(),
                    spec.mounts(),
                    spec.limits(),
                    spec.temporaryBytes(),
                    spec.unixSockets()));
        }

        @Override
        public Map<Layer, String> absent() {
            return Map.of(Layer.TOTAL_LIMIT, "taken away");
        }
    }
}
