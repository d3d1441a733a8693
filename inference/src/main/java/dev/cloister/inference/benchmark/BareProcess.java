package dev.cloister.inference.benchmark;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.worker.WorkerCommand;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** The process of {@link BareLoop}, started by the launcher that starts the worker. */
final class BareProcess implements AutoCloseable {

    private final Process process;
    private final DataOutputStream orders;
    private final DataInputStream results;

    BareProcess(WorkerSettings settings, ProcessLauncher launcher, String prompt) {
        try {
            process = launcher.launch(WorkerCommand.of(
                    settings, "bare loop", BareLoop.class, BareLoop.arguments(settings, prompt), List.of()));
        } catch (IOException e) {
            throw ended(e);
        }
        orders = new DataOutputStream(process.getOutputStream());
        results = new DataInputStream(process.getInputStream());
    }

    /** Seconds per token of so many sequences, each of so many tokens, in one batch. */
    double secondsPerToken(int tokens, int sequences) {
        try {
            orders.writeInt(tokens);
            orders.writeInt(sequences);
            orders.flush();
            return results.readDouble();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static EngineException ended(IOException cause) {
        return new EngineException(
                Code.ENGINE_UNAVAILABLE, "The bare loop's process could not be started or ended early.", cause);
    }
}
