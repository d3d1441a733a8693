package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the gateway may have mounted into a sandbox.
 *
 * <p>Security guarantees: nothing that the gateway could not read by itself, beside the programs that sandboxes run; nothing
 * writable but a folder of the gateway's own; no link anywhere in a path; nothing over the system's programs, which still
 * run with rights while a sandbox is made.
 *
 * @param programs root's: the JDK, Node.js, the jars, the native libraries
 * @param readable the gateway's folders for models, bundles, data rooms and the like
 * @param writable the gateway's folders below which a sandbox may get one to write
 * @param user the gateway's
 */
record Places(List<Path> programs, List<Path> readable, List<Path> writable, GatewayUser user) {

    private static final List<Path> SYSTEM = List.of(
            Path.of("/usr"),
            Path.of("/lib"),
            Path.of("/lib32"),
            Path.of("/lib64"),
            Path.of("/bin"),
            Path.of("/sbin"),
            Path.of("/etc"),
            Path.of("/proc"),
            Path.of("/sys"),
            Path.of("/dev"),
            Path.of("/run"),
            Path.of("/tmp"));

    Places {
        programs = List.copyOf(programs);
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /** Whether a path is root's own, so that nobody else can exchange what lies there. */
    boolean isProgram(Path path) {
        return below(programs, path);
    }

    /** Refuses a command whose program is neither the system's nor in a mount. */
    void requireProgram(SandboxSpec spec) {
        Path program = Path.of("/").resolve(spec.command().getFirst());
        boolean there = program.toString().equals(spec.command().getFirst())
                && program.normalize().equals(program)
                && (below(SYSTEM.subList(0, 6), program)
                        || spec.mounts().stream().anyMatch(mount -> program.startsWith(mount.inside())));
        if (!there) {
            throw Refusals.of("the program " + Refusals.quoted(spec.command().getFirst()) + " is in no mount");
        }
    }

    /**
     * Refuses what may not be mounted.
     *
     * @param pinned what lies at the mount's path on the host
     */
    void require(HostCalls calls, Mount mount, PinnedPath pinned) throws IOException {
        requirePlaceInside(mount);
        if (!pinned.isFolder() && !pinned.isFile()) {
            throw refused(mount, "is neither a file nor a folder");
        }
        if (mount.writable()) {
            if (!strictlyBelow(writable, mount.host()) || !pinned.isFolder() || pinned.owner() != user.uid()) {
                throw refused(mount, "is not a folder that the gateway may have written");
            }
            return;
        }
        if (!isProgram(mount.host())
                && !below(readable, mount.host())
                && !(pinned.isFile() && anybodyReaches(calls, mount.host()))) {
            throw refused(mount, "lies where the gateway may not read");
        }
        if (!pinned.othersMayRead()) {
            throw refused(
                    mount,
                    "cannot be read by a sandbox's user; allow it with chmod " + (pinned.isFolder() ? "o+rx" : "o+r"));
        }
    }

    /** The system is not mounted over, nor a part of it; root's programs may stand in it where they are. */
    private void requirePlaceInside(Mount mount) {
        Path inside = mount.inside();
        boolean inPlace = inside.equals(mount.host()) && isProgram(mount.host()) && !mount.writable();
        boolean temporary = inside.startsWith("/tmp") && inside.getNameCount() > 1;
        boolean covers = SYSTEM.stream().anyMatch(place -> inside.startsWith(place) || place.startsWith(inside));
        if (covers && !inPlace && !temporary) {
            throw refused(mount, "would lie at " + Refusals.quoted(inside.toString()) + ", over the system");
        }
    }

    /** Whether each user may pass to it and read it. */
    static boolean anybodyReaches(HostCalls calls, Path file) throws IOException {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            try (PinnedPath pinned = PinnedPath.open(calls, folder)) {
                if (!pinned.othersMayEnter()) {
                    return false;
                }
            }
        }
        try (PinnedPath pinned = PinnedPath.open(calls, file)) {
            return pinned.othersMayRead();
        }
    }

    private static boolean below(List<Path> folders, Path path) {
        return folders.stream().anyMatch(path::startsWith);
    }

    private static boolean strictlyBelow(List<Path> folders, Path path) {
        return folders.stream().anyMatch(folder -> path.startsWith(folder) && !path.equals(folder));
    }

    private static SandboxException refused(Mount mount, String why) {
        return Refusals.of("the mount " + Refusals.quoted(mount.host().toString()) + " " + why);
    }
}
