package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes in sandboxes made with bubblewrap.
 *
 * <p>Security guarantees, each tried by {@link SelfTest} from inside: own process, network, IPC, host-name, mount and
 * cgroup namespaces; no network; a read-only system without the host's accounts, settings and homes; only the mounts that
 * the specification names; the system calls of {@link SeccompFilter}; a user id that no other process has (where Cloister
 * runs as root); no capabilities and no way to gain any; limits on memory, processes, CPU time, descriptors and file
 * sizes, and where control groups can be made on memory and processes of all together; an empty environment and no inherited descriptors beside the three pipes. The sandbox ends with its process, and
 * with Cloister.
 */
public final class BubblewrapLauncher implements ProcessLauncher, SandboxTier {

    /**
     * All sandboxes are started from one thread that never ends: the kernel's "die with parent" means the thread that
     * forked, so a sandbox started from a request's thread would end with that thread.
     */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-starter").factory());

    private final HostUser host;
    private final UserIds userIds;
    private final HostTools tools;
    private final BubblewrapCommand commands;
    private final ControlGroups groups = ControlGroups.find();
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
        this.host = host;
        this.userIds = new UserIds(host);
        this.tools = tools;
        this.commands = new BubblewrapCommand(tools);
    }

    /** Whether each sandbox runs under a user id of its own. */
    public boolean givesOwnUserId() {
        return host.givesIds();
    }

    @Override
    public Process launch(ProcessSpec spec) throws IOException {
        return launch(SandboxSpec.of(spec));
    }

    @Override
    public Process launch(SandboxSpec spec) throws IOException {
        MountRules.check(spec);
        ControlGroup group = groups.make(spec);
        try {
            Process process = launch(spec, group);
            var unused = process.onExit().thenRun(group::remove);
            return process;
        } catch (IOException | RuntimeException e) {
            group.remove();
            throw e;
        }
    }

    private Process launch(SandboxSpec spec, ControlGroup group) throws IOException {
        Path filter = filters.path(spec.unixSockets());
        if (!host.givesIds()) {
            return start(commands.of(spec, filter, group, OptionalInt.empty()));
        }
        int id = userIds.take();
        try {
            for (Mount mount : spec.mounts()) {
                if (mount.writable()) {
                    Ownership.give(mount.host(), id);
                } else {
                    Ownership.requireReadable(mount.host());
                }
            }
            Process process = start(commands.of(spec, filter, group, OptionalInt.of(id)));
            var unused = process.onExit().thenRun(() -> userIds.release(id));
            return process;
        } catch (IOException | RuntimeException e) {
            userIds.release(id);
            throw e;
        }
    }

    @Override
    public boolean boundsTotal() {
        return groups.absence().isEmpty();
    }

    @Override
    public Map<Layer, String> absent() {
        Map<Layer, String> absent = new EnumMap<>(Layer.class);
        if (LandlockRules.kernelVersion() < 1) {
            absent.put(Layer.LANDLOCK, "this kernel has none");
        } else if (tools.perl().isEmpty()) {
            absent.put(Layer.LANDLOCK, "perl, which sets its rules, is not installed");
        }
        groups.absence().ifPresent(why -> absent.put(Layer.TOTAL_LIMIT, why));
        return absent;
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        Map<String, String> environment = builder.environment();
        environment.clear();
        return onStarter(builder::start);
    }

    private static Process onStarter(Callable<Process> start) throws IOException {
        try {
            return STARTER.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException("The sandbox's process could not be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a sandbox was started", e);
        }
    }
}
