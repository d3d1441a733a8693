package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.egress.EgressFolder;
import dev.cloister.sandbox.egress.EgressGate;
import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.egress.EgressProxy;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts spokes: one sandbox that holds the app's operator and its MCP server, the bundle at {@code /app}, the data that
 * was handed over at {@code /data}, both read-only, and no way out but the pipe and, for an app that asks for one, the
 * proxy's socket at {@code /egress}.
 */
public final class SpokeFactory {

    private static final Path BUNDLE = Path.of("/app");
    private static final Path DATA = Path.of("/data");

    private final SandboxTier tier;
    private final JavaRuntime java;
    private final NodeRuntime node;
    private final SpokeLimits limits;
    private final List<String> program;

    public SpokeFactory(SandboxTier tier, JavaRuntime java, NodeRuntime node, SpokeLimits limits) {
        this.tier = tier;
        this.java = java;
        this.node = node;
        this.limits = limits;
        this.program = node.command(tier.boundsTotal());
    }

    /**
     * Starts the app and waits until it has listed its tools. It reaches no network, whatever it asks for.
     *
     * @param room what the app may see of the user's data
     * @throws SandboxException with BUNDLE_CHANGED where the bundle is no longer what its digest says, SANDBOX_FAILED where
     *     no sandbox can be started, or the code of what the app did wrong
     */
    public Spoke start(AppBundle app, DataRoom room) {
        return start(
                app,
                room,
                app.manifest().egress().isEmpty()
                        ? Optional.empty()
                        : Optional.of(EgressProxy.barred(app.manifest().egress())));
    }

    /** The same, with a way out where the app asks for one; throws as {@link #start(AppBundle, DataRoom)} does. */
    public Spoke start(AppBundle app, DataRoom room, EgressAccess access) {
        EgressPolicy policy = app.manifest().egress();
        return start(app, room, policy.isEmpty() ? Optional.empty() : Optional.of(EgressProxy.open(policy, access)));
    }

    private Spoke start(AppBundle app, DataRoom room, Optional<EgressProxy> proxy) {
        Process process;
        try {
            app.requireUnchanged();
            process = launch(app, room, proxy);
        } catch (RuntimeException e) {
            proxy.ifPresent(EgressProxy::close);
            throw e;
        }
        proxy.ifPresent(way -> {
            var unused = process.onExit().thenRun(way::close);
        });
        SpokePipe pipe = new SpokePipe(app.manifest().name(), process);
        try {
            return new Spoke(app, pipe, limits, proxy.map(EgressProxy::gate).orElseGet(EgressGate::none));
        } catch (RuntimeException e) {
            pipe.close();
            throw e;
        }
    }

    private Process launch(AppBundle app, DataRoom room, Optional<EgressProxy> proxy) {
        Map<String, String> environment =
                new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp", "LANG", "C.UTF-8"));
        proxy.ifPresent(way -> environment.putAll(way.environment()));
        List<Mount> mounts = new ArrayList<>(java.mounts());
        mounts.addAll(node.mounts());
        mounts.add(Mount.readableAt(app.folder(), BUNDLE));
        mounts.add(Mount.readableAt(room.folder(), DATA));
        proxy.ifPresent(way -> mounts.add(Mount.readableAt(way.folder(), EgressFolder.INSIDE)));
        List<String> operator = new ArrayList<>();
        operator.add(BUNDLE.resolve("manifest.json").toString());
        operator.addAll(program);
        operator.add(BUNDLE.resolve(app.manifest().entryPoint()).toString());
        try {
            return tier.launch(new SandboxSpec(
                    app.manifest().name(),
                    java.command(OperatorMain.class.getName(), List.of(), operator),
                    environment,
                    mounts,
                    limits.processes(),
                    SandboxSpec.TEMPORARY_BYTES,
                    proxy.isPresent(),
                    NodeRuntime.RESERVED_BYTES));
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
