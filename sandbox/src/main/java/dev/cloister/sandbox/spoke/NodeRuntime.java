package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.Mount;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The Node.js that runs apps.
 *
 * @param executable its real path
 */
public record NodeRuntime(Path executable) {

    private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    /**
     * Looks for {@code node} on the PATH.
     *
     * @throws SandboxException with TOOL_MISSING where there is none
     */
    public static NodeRuntime find() {
        return find(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** Looks on the given search path; throws as {@link #find()} does. */
    public static NodeRuntime find(String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(NodeRuntime::real)
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Code.TOOL_MISSING,
                        "Node.js is not installed, so apps that need it stay off. Nothing was started. Install version 18"
                                + " or newer with: apt-get install nodejs"));
    }

    /** What a sandbox mounts to run it: nothing for a system package, else its installation's folder. */
    public List<Mount> mounts() {
        Path folder = executable.getParent();
        if (folder == null || SYSTEM.contains(folder)) {
            return List.of();
        }
        Path installation = folder.getParent();
        if (folder.endsWith("bin") && installation != null && installation.getNameCount() > 1) {
            return List.of(Mount.readable(installation));
        }
        return List.of(Mount.readable(executable));
    }

    private static NodeRuntime real(Path path) {
        try {
            return new NodeRuntime(path.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("Node.js at " + path + " cannot be read", e);
        }
    }
}
