package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;

/** A tier that starts sandboxes by itself, so that the starting process may say where their streams lead. */
public sealed interface PipedTier extends SandboxTier permits BubblewrapLauncher, GVisorTier {

    /**
     * Starts the specification's process as {@link SandboxTier#launch} does.
     *
     * @param pipes its standard streams
     * @param handover how its writable mounts become its own, where it has a user id of its own
     * @throws SandboxException SPEC_INVALID
     * @throws IOException where it cannot be started
     */
    Process launch(SandboxSpec spec, Pipes pipes, Handover handover) throws IOException;

    @Override
    default Process launch(SandboxSpec spec) throws IOException {
        return launch(spec, Pipes.OF_PROCESS, Handover.WHOLE);
    }
}
