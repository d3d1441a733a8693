package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What every sandbox sees of the host's system, read-only. */
final class SystemRoot {

    static final List<String> FOLDERS =
            List.of("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/sys/devices/system/cpu");

    /** What the dynamic linker and a Debian JDK look up; no accounts, no names of hosts. */
    static final List<String> FILES = List.of("/etc/ld.so.cache", "/etc/alternatives");

    private SystemRoot() {}

    /** Whether a mount is there already. */
    static boolean holds(Mount mount) {
        return !mount.writable()
                && mount.host().equals(mount.inside())
                && mount.host().startsWith("/usr");
    }

    static String linkTarget(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
