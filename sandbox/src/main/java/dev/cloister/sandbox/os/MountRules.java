package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which mounts a sandbox may have: existing, absolute, and none that opens the host or hides the system. */
final class MountRules {

    /** Never mounted from the host, and never mounted over. */
    private static final List<Path> SYSTEM =
            List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"), Path.of("/run"));

    /** May be read, never written. */
    private static final List<Path> READ_ONLY = List.of(Path.of("/usr"), Path.of("/etc"));

    private MountRules() {}

    static void check(SandboxSpec spec) {
        if (spec.command().isEmpty()) {
            throw refused(spec, "has no command");
        }
        for (Mount mount : spec.mounts()) {
            Path host = mount.host().normalize();
            Path inside = mount.inside().normalize();
            if (!mount.host().isAbsolute() || !mount.inside().isAbsolute()) {
                throw refused(spec, "mounts the relative path " + mount.host());
            }
            if (!host.equals(mount.host()) || !inside.equals(mount.inside())) {
                throw refused(spec, "mounts a path with . or .. in it: " + mount.host());
            }
            if (host.getNameCount() == 0 || inside.getNameCount() == 0) {
                throw refused(spec, "mounts the whole file system");
            }
            if (below(SYSTEM, host, inside) || (mount.writable() && below(READ_ONLY, host, inside))) {
                throw refused(spec, "mounts a part of the system: " + mount.host());
            }
            if (!Files.exists(host)) {
                throw refused(spec, "mounts what does not exist: " + host);
            }
        }
    }

    private static boolean below(List<Path> folders, Path host, Path inside) {
        return folders.stream().anyMatch(folder -> host.startsWith(folder) || inside.startsWith(folder));
    }

    private static SandboxException refused(SandboxSpec spec, String why) {
        return new SandboxException(
                SandboxException.Code.SPEC_INVALID,
                "The sandbox specification \"" + spec.name() + "\" " + why + ". Nothing was started. Correct the"
                        + " specification.");
    }
}
