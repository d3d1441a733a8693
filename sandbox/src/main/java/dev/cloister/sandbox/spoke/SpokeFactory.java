package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts spokes: one sandbox that holds the app's operator and its MCP server, the bundle at {@code /app}, the data that
 * was handed over at {@code /data}, both read-only, and no way out but the pipe.
 */
public final class SpokeFactory {

    private static final Path BUNDLE = Path.of("/app");
    private static final Path DATA = Path.of("/data");

    private final SandboxTier tier;
    private final JavaRuntime java;
    private final NodeRuntime node;
    private final SpokeLimits limits;

    public SpokeFactory(SandboxTier tier, JavaRuntime java, NodeRuntime node, SpokeLimits limits) {
        this.tier = tier;
        this.java = java;
        this.node = node;
        this.limits = limits;
    }

    /**
     * Starts the app and waits until it has listed its tools.
     *
     * @param room what the app may see of the user's data
     * @throws SandboxException with BUNDLE_CHANGED where the bundle is no longer what its digest says, SANDBOX_FAILED where
     *     no sandbox can be started, or the code of what the app did wrong
     */
    public Spoke start(AppBundle app, DataRoom room) {
        app.requireUnchanged();
        SpokePipe pipe = new SpokePipe(app.manifest().name(), launch(app, room));
        try {
            return new Spoke(app, pipe, limits);
        } catch (RuntimeException e) {
            pipe.close();
            throw e;
        }
    }

    private Process launch(AppBundle app, DataRoom room) {
        List<Mount> mounts = new ArrayList<>(java.mounts());
        mounts.addAll(node.mounts());
        mounts.add(Mount.readableAt(app.folder(), BUNDLE));
        mounts.add(Mount.readableAt(room.folder(), DATA));
        List<String> operator = List.of(
                BUNDLE.resolve("manifest.json").toString(),
                node.executable().toString(),
                BUNDLE.resolve(app.manifest().entryPoint()).toString());
        try {
            return tier.launch(new SandboxSpec(
                    app.manifest().name(),
                    java.command(OperatorMain.class.getName(), List.of(), operator),
                    Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp", "LANG", "C.UTF-8"),
                    mounts,
                    limits.processes(),
                    SandboxSpec.TEMPORARY_BYTES,
                    false));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Code.SANDBOX_FAILED,
                    "No sandbox could be started for the app \""
                            + app.manifest().name() + "\". Nothing was run. Run"
                            + " ./cloister doctor, which names the layer that is missing.",
                    e);
        }
    }
}
