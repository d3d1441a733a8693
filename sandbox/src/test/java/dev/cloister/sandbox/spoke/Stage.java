package dev.cloister.sandbox.spoke;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressGate;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.GVisorTier;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Real spokes for tests; under gVisor where CLOISTER_TEST_TIER says {@code strict}. */
final class Stage {

    /** gVisor's kernel refuses less of what an app does inside; what comes of it ends that sandbox alone. */
    static final boolean STRICT = "strict".equals(System.getenv("CLOISTER_TEST_TIER"));

    private static final SandboxTier TIER = STRICT ? GVisorTier.create() : BubblewrapLauncher.create();

    private Stage() {}

    static SpokeFactory factory(Duration step) {
        ProcessSpec.Limits limits = new ProcessSpec.Limits(512L << 20, 64, Duration.ofMinutes(1), 256, 16L << 20);
        return new SpokeFactory(
                TIER, JavaRuntime.current(), NodeRuntime.find(), new SpokeLimits(limits, Duration.ofSeconds(30), step));
    }

    static AppBundle hostile() {
        return bundle("/hostile");
    }

    /** The app in that folder of the test's resources. */
    static AppBundle bundle(String resource) {
        try {
            return AppBundle.read(Path.of(
                    Objects.requireNonNull(Stage.class.getResource(resource)).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A spoke whose operator was replaced by a program of the app's own. */
    static Spoke takenOver(String deed) throws IOException {
        AppBundle app = hostile();
        NodeRuntime node = NodeRuntime.find();
        SpokeLimits limits = SpokeLimits.usual();
        List<Mount> mounts = new ArrayList<>(node.mounts());
        mounts.add(Mount.readableAt(app.folder(), Path.of("/app")));
        Process process = TIER.launch(new SandboxSpec(
                "taken over",
                List.of(node.executable().toString(), "/app/operator.mjs", deed),
                Map.of(),
                mounts,
                limits.processes(),
                SandboxSpec.TEMPORARY_BYTES,
                false));
        return new Spoke(app, new SpokePipe("hostile", process), limits, EgressGate.none());
    }
}
