package dev.cloister.retrieval.ingest;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import java.io.IOException;

/** Starts the specified command as an ordinary process: real, but without the sandbox, which has tests of its own. */
final class PlainLauncher implements ProcessLauncher {

    @Override
    public Process launch(ProcessSpec spec) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(spec.command());
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        return builder.start();
    }
}
