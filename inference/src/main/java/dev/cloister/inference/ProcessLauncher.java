package dev.cloister.inference;

import java.io.IOException;

/** Starts a process in a sandbox. Declared here for the worker; implemented by the sandbox module. */
public interface ProcessLauncher {

    /**
     * Starts the command with nothing but what the specification names: no network, no other files, no inherited
     * environment or descriptors. The result's standard streams are pipes; {@link Process#destroyForcibly()} ends all
     * that the process started.
     */
    Process launch(ProcessSpec spec) throws IOException;
}
