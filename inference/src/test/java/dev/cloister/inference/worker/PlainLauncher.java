package dev.cloister.inference.worker;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import java.io.IOException;

/** Starts a process without a sandbox: what the tests need of one. */
public final class PlainLauncher implements ProcessLauncher {

    @Override
    public Process launch(ProcessSpec spec) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(spec.command());
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        return builder.start();
    }
}
