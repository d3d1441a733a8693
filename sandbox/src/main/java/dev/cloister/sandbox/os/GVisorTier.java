package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Starts processes under gVisor ({@code runsc}), from OCI bundles made here: a kernel of its own in user space answers their
 * system calls, so that an attacker has to break that one before meeting the host's.
 *
 * <p>Security guarantees, each tried by {@link SelfTest} from inside: those of {@link BubblewrapLauncher}, and the same
 * filter of system calls before gVisor's kernel. Landlock is not among them, since that kernel has none. Memory and
 * processes are bounded by the control group alone, which is mandatory here; at the limit the sandbox ends. Costs at each
 * start some tenths of a second, and tens of megabytes.
 */
public final class GVisorTier implements PipedTier {

    /** gVisor's kernel and its file server; on the ptrace platform each thread inside is a traced one outside as well. */
    private static final ControlGroups.Overhead OVERHEAD = new ControlGroups.Overhead(96L << 20, 256);

    private final SandboxStarter starter;
    private final Path shell;
    private final Path runsc;
    private final Path perl;
    private final Path prlimit;

    /**
     * A tier with the programs on this process's PATH.
     *
     * @throws SandboxException with TOOL_MISSING where runsc or perl is not installed, LAYER_MISSING where Cloister does not
     *     run as root, PLATFORM_UNSUPPORTED elsewhere than on Linux x86-64
     */
    public static GVisorTier create() {
        return create(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** A tier with the programs on the given search path; throws as {@link #create()} does. */
    public static GVisorTier create(String searchPath) {
        return new GVisorTier(searchPath, HostUser.current());
    }

    private GVisorTier(String searchPath, HostUser host) {
        this.runsc = HostTools.find(searchPath, "runsc", "runsc");
        this.perl = HostTools.find(searchPath, "perl", "perl-base");
        this.prlimit = HostTools.find(searchPath, "prlimit", "util-linux");
        this.shell = HostTools.find(searchPath, "sh", "dash");
        if (!host.givesIds()) {
            throw new SandboxException(
                    SandboxException.Code.LAYER_MISSING,
                    "The strict tier gives each sandbox a user id of its own, which only root can. Nothing was started. Run"
                            + " Cloister as root, or without --tier strict.");
        }
        this.starter = new SandboxStarter(host);
        try {
            OciBundle.deleteAbandoned();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete what a former instance left", e);
        }
    }

    @Override
    public Process launch(SandboxSpec spec, Pipes pipes, Handover handover) throws IOException {
        List<OciBundle> made = new ArrayList<>();
        try {
            Process process = starter.start(spec, pipes, handover, OVERHEAD, (group, userId) -> {
                OciBundle bundle = OciBundle.make(spec, command(spec, group), userId.orElseThrow());
                made.add(bundle);
                List<String> line = new ArrayList<>(HostShell.in(group, shell));
                line.addAll(runsc(spec, bundle));
                return line;
            });
            var unused = process.onExit().thenRun(() -> made.forEach(GVisorTier::delete));
            return process;
        } catch (IOException | RuntimeException e) {
            made.forEach(GVisorTier::delete);
            throw e;
        }
    }

    /** gVisor's kernel counts what is mapped, and refuses nothing. */
    @Override
    public boolean boundsEachProcess() {
        return false;
    }

    @Override
    public Map<Layer, String> absent() {
        return Map.of(Layer.LANDLOCK, "gVisor's kernel, which stands before this machine's, has none");
    }

    private List<String> runsc(SandboxSpec spec, OciBundle bundle) {
        return List.of(
                runsc.toString(),
                "--root=" + bundle.state(),
                "--platform=ptrace",
                "--network=none",
                "--ignore-cgroups",
                "--host-uds=" + (spec.unixSockets() ? "open" : "none"),
                "--log=/dev/null",
                "run",
                "--bundle=" + bundle.folder(),
                String.valueOf(bundle.folder().getFileName()));
    }

    /** The command after the steps that runsc does not take: limits that it keeps, the filter, a variable that it adds. */
    private List<String> command(SandboxSpec spec, ControlGroup group) {
        List<String> words = new ArrayList<>(ProcessLimits.command(prlimit, spec, group));
        words.addAll(Script.SECCOMP.command(perl));
        words.add(HexFormat.of().formatHex(SeccompFilter.program(spec.unixSockets())));
        if (!spec.environment().containsKey("HOME")) {
            words.addAll(List.of("/usr/bin/env", "-u", "HOME"));
        }
        words.addAll(spec.command());
        return words;
    }

    private static void delete(OciBundle bundle) {
        try {
            bundle.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
