package dev.cloister.sandbox.os;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The command line of one sandbox, outermost first: a shell that enters the control group and opens the filter, bubblewrap, prlimit, setpriv, Landlock
 * where the kernel has it, the command itself.
 *
 * <p>As root there is no user namespace: bubblewrap makes the mounts with root's rights, so that they may lie below a
 * closed folder, and keeps only the capabilities with which setpriv changes to the sandbox's own user id and gives them
 * up. Otherwise bubblewrap makes a user namespace and no capability is kept.
 */
final class BubblewrapCommand {

    private static final String ENV = "/usr/bin/env";

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/random", "/dev/urandom");

    private final HostTools tools;

    BubblewrapCommand(HostTools tools) {
        this.tools = tools;
    }

    List<String> of(SandboxSpec spec, Path filter, ControlGroup group, OptionalInt userId) {
        List<String> line = new ArrayList<>();
        line.addAll(HostShell.in(group, tools.shell(), filter));
        line.addAll(List.of(tools.bubblewrap().toString(), "--seccomp", "9", "--die-with-parent", "--new-session"));
        line.addAll(List.of("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"));
        line.addAll(List.of("--hostname", "sandbox", "--cap-drop", "ALL"));
        if (userId.isPresent()) {
            line.addAll(List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"));
        } else {
            line.addAll(List.of("--unshare-user", "--uid", "1000", "--gid", "1000"));
        }
        line.add("--clearenv");
        root(line, spec);
        mounts(line, spec.mounts());
        line.addAll(List.of("--remount-ro", "/", "--chdir", "/tmp", "--"));
        line.addAll(ProcessLimits.command(tools.prlimit(), spec, group));
        privileges(line, userId);
        tools.perl().ifPresent(perl -> line.addAll(LandlockRules.command(perl, SystemRoot.FOLDERS, spec.mounts())));
        environment(line, spec);
        line.addAll(spec.command());
        return line;
    }

    /**
     * Last of all: what stands before runs with rights that the command must not have, and the linker and shells obey
     * variables.
     */
    private static void environment(List<String> line, SandboxSpec spec) {
        line.addAll(List.of(ENV, "--"));
        spec.environment().forEach((name, value) -> line.add(name + "=" + value));
    }

    private static void root(List<String> line, SandboxSpec spec) {
        folders(line, List.of(Path.of("/dev"), Path.of("/etc"), Path.of("/sys/devices/system")));
        for (String folder : SystemRoot.FOLDERS) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                line.addAll(List.of("--symlink", SystemRoot.linkTarget(path), folder));
            } else if (Files.isDirectory(path)) {
                line.addAll(List.of("--ro-bind", folder, folder));
            }
        }
        SystemRoot.FILES.forEach(file -> line.addAll(List.of("--ro-bind-try", file, file)));
        line.addAll(List.of("--proc", "/proc"));
        DEVICES.forEach(device -> line.addAll(List.of("--dev-bind", device, device)));
        line.addAll(List.of("--symlink", "/proc/self/fd", "/dev/fd"));
        line.addAll(List.of("--perms", "1777", "--size", Long.toString(spec.temporaryBytes()), "--tmpfs", "/tmp"));
    }

    /** Makes folders that any user may pass through; bubblewrap's own would be open to root alone. */
    private static void folders(List<String> line, List<Path> folders) {
        Set<Path> all =
                new TreeSet<>(Comparator.comparingInt(Path::getNameCount).thenComparing(path -> path));
        for (Path folder : folders) {
            for (Path each = folder; each != null && each.getNameCount() > 0; each = each.getParent()) {
                all.add(each);
            }
        }
        all.stream()
                .filter(folder -> !folder.equals(Path.of("/tmp")))
                .forEach(folder -> line.addAll(List.of("--perms", "0755", "--dir", folder.toString())));
    }

    /** Outer folders first, so that an inner mount is not hidden by an outer one. */
    private static void mounts(List<String> line, List<Mount> mounts) {
        folders(
                line,
                mounts.stream()
                        .filter(mount -> !SystemRoot.holds(mount))
                        .map(mount -> mount.inside().getParent())
                        .filter(Objects::nonNull)
                        .toList());
        mounts.stream()
                .sorted(Comparator.comparingInt(mount -> mount.inside().getNameCount()))
                .filter(mount -> !SystemRoot.holds(mount))
                .forEach(mount -> line.addAll(List.of(
                        mount.writable() ? "--bind" : "--ro-bind",
                        mount.host().toString(),
                        mount.inside().toString())));
    }

    private void privileges(List<String> line, OptionalInt userId) {
        line.add(tools.setpriv().toString());
        userId.ifPresent(id -> line.addAll(List.of(
                "--reuid",
                Integer.toString(id),
                "--regid",
                Integer.toString(id),
                "--clear-groups",
                "--inh-caps=-all",
                "--ambient-caps=-all",
                "--bounding-set=-all")));
        line.addAll(List.of("--no-new-privs", "--"));
    }
}
