package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The host's programs that a sandbox is made with.
 *
 * @param perl sets the rules of Landlock; without it there are none
 */
record HostTools(Path bubblewrap, Path shell, Path prlimit, Path setpriv, Optional<Path> perl) {

    /** What is seen inside. */
    private static final Path SYSTEM = Path.of("/usr");

    /**
     * Looks the programs up on the PATH.
     *
     * @throws SandboxException with TOOL_MISSING and the command that installs what is missing
     */
    static HostTools find(String searchPath) {
        return new HostTools(
                find(searchPath, "bwrap", "bubblewrap"),
                find(searchPath, "sh", "dash"),
                find(searchPath, "prlimit", "util-linux"),
                find(searchPath, "setpriv", "util-linux"),
                locate(searchPath, "perl").filter(program -> program.startsWith(SYSTEM)));
    }

    /** The real path of a program on the PATH. */
    static Optional<Path> locate(String searchPath, String program) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HostTools::real);
    }

    /** A program that must be there; throws as {@link #find(String)} does. */
    static Path find(String searchPath, String program, String debianPackage) {
        return locate(searchPath, program)
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Code.TOOL_MISSING,
                        "The program \"" + program
                                + "\" is not installed, so nothing can run in a sandbox and apps stay"
                                + " off. Nothing was started. Install it with: apt-get install " + debianPackage));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }
}
