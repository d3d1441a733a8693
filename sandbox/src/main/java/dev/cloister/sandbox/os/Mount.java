package dev.cloister.sandbox.os;

import java.nio.file.Path;

/**
 * A file or folder of the host inside a sandbox.
 *
 * @param host where it lies, absolute
 * @param inside where the process sees it, absolute
 * @param writable whether the process may write it; it then belongs to the sandbox's user id for as long as it runs
 */
public record Mount(Path host, Path inside, boolean writable) {

    /** Read-only, at its own path. */
    public static Mount readable(Path path) {
        return new Mount(path, path, false);
    }

    /** Read-only, at another path. */
    public static Mount readableAt(Path host, Path inside) {
        return new Mount(host, inside, false);
    }

    /** Read-write, at its own path. */
    public static Mount writable(Path path) {
        return new Mount(path, path, true);
    }
}
