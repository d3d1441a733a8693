package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.Mount;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /**
     * What V8 maps writable at its start and mostly never uses: from Node 24 on the whole range for compiled code, which
     * RLIMIT_DATA counts.
     */
    static final long RESERVED_BYTES = 512L << 20;

    private static final int FIRST_THAT_RESERVES = 24;

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

    /**
     * The words before a script.
     *
     * @param reserves whether the sandbox lets it reserve {@link #RESERVED_BYTES}. Where not, a version that would end of
     *     that interprets instead of compiling, with neither speed nor WebAssembly, so that the limit on memory stays.
     * @throws SandboxException with TOOL_MISSING where the program does not say its version
     */
    List<String> command(boolean reserves) {
        return reserves || version() < FIRST_THAT_RESERVES
                ? List.of(executable.toString())
                : List.of(executable.toString(), "--jitless");
    }

    private int version() {
        try {
            Process process = new ProcessBuilder(executable.toString(), "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(version.substring(1, version.indexOf('.')));
        } catch (IOException | RuntimeException e) {
            throw new SandboxException(
                    SandboxException.Code.TOOL_MISSING,
                    executable
                            + " does not say its version, so apps that need it stay off. Nothing was started. Install"
                            + " Node.js 18 or newer with: apt-get install nodejs",
                    e);
        }
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
