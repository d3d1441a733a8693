package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Starts processes in sandboxes made with bubblewrap.
 *
 * <p>Security guarantees, each tried by {@link SelfTest} from inside: own process, network, IPC, host-name, mount and
 * cgroup namespaces; no network; a read-only system without the host's accounts, settings and homes; only the mounts that
 * the specification names; the system calls of {@link SeccompFilter}; a user id that no other process has (where Cloister
 * runs as root); no capabilities and no way to gain any; limits on memory, processes, CPU time, descriptors and file
 * sizes; an empty environment and no inherited descriptors beside the three pipes. Where this machine has them: Landlock's
 * rules, and limits on memory and processes of all together. The sandbox ends with its process, and with Cloister.
 */
public final class BubblewrapLauncher implements ProcessLauncher, PipedTier {

    /** The shell and bubblewrap's two processes, which stay beside the command as root. */
    private static final ControlGroups.Overhead OVERHEAD = new ControlGroups.Overhead(32L << 20, 8);

    private final SandboxStarter starter;
    private final HostTools tools;
    private final BubblewrapCommand commands;
    private final FilterFiles filters = new FilterFiles();

    /**
     * A launcher with the programs on this process's PATH.
     *
     * @throws SandboxException with TOOL_MISSING where bubblewrap or util-linux is not installed, PLATFORM_UNSUPPORTED
     *     elsewhere than on Linux x86-64
     */
    public static BubblewrapLauncher create() {
        return create(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** A launcher with the programs on the given search path; throws as {@link #create()} does. */
    public static BubblewrapLauncher create(String searchPath) {
        return new BubblewrapLauncher(HostTools.find(searchPath), HostUser.current());
    }

    BubblewrapLauncher(HostTools tools, HostUser host) {
        this.starter = new SandboxStarter(host);
        this.tools = tools;
        this.commands = new BubblewrapCommand(tools);
    }

    /** Whether each sandbox runs under a user id of its own. */
    public boolean givesOwnUserId() {
        return starter.host().givesIds();
    }

    @Override
    public Process launch(ProcessSpec spec) throws IOException {
        return launch(SandboxSpec.of(spec));
    }

    @Override
    public Process launch(SandboxSpec spec, Pipes pipes, Handover handover) throws IOException {
        Path filter = filters.path(spec.unixSockets());
        return starter.start(
                spec, pipes, handover, OVERHEAD, (group, userId) -> commands.of(spec, filter, group, userId));
    }

    @Override
    public boolean boundsTotal() {
        return starter.groups().absence().isEmpty();
    }

    @Override
    public Map<Layer, String> absent() {
        Map<Layer, String> absent = new EnumMap<>(Layer.class);
        if (LandlockRules.kernelVersion() < 1) {
            absent.put(Layer.LANDLOCK, "this kernel has none");
        } else if (tools.perl().isEmpty()) {
            absent.put(Layer.LANDLOCK, "perl, which sets its rules, is not installed");
        }
        starter.groups().absence().ifPresent(why -> absent.put(Layer.TOTAL_LIMIT, why));
        return absent;
    }
}
