package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.GVisorTier;
import dev.cloister.sandbox.os.SandboxTier;
import java.nio.file.Path;
import java.util.Optional;

/** Sandboxes as this process gets them: from the starter where there is one, else by itself. */
public final class Sandboxes {

    /** The system property with the starter's socket. */
    static final String SOCKET = "cloister.starter";

    private Sandboxes() {}

    /**
     * By bubblewrap.
     *
     * @throws SandboxException TOOL_MISSING or PLATFORM_UNSUPPORTED
     */
    public static SandboxTier standard() {
        return starter()
                .<SandboxTier>map(socket -> StarterTier.connect(socket, Kind.STANDARD))
                .orElseGet(BubblewrapLauncher::create);
    }

    /**
     * By gVisor.
     *
     * @throws SandboxException TOOL_MISSING, LAYER_MISSING or PLATFORM_UNSUPPORTED
     */
    public static SandboxTier strict() {
        return starter()
                .<SandboxTier>map(socket -> StarterTier.connect(socket, Kind.STRICT))
                .orElseGet(GVisorTier::create);
    }

    /** By bubblewrap, for the model and parsers; throws as {@link #standard()} does. */
    public static ProcessLauncher launcher() {
        return starter()
                .<ProcessLauncher>map(socket -> StarterTier.connect(socket, Kind.STANDARD))
                .orElseGet(BubblewrapLauncher::create);
    }

    private static Optional<Path> starter() {
        return Optional.ofNullable(System.getProperty(SOCKET)).map(Path::of);
    }
}
