package dev.cloister.inference.benchmark;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.worker.WorkerCommand;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** The process of {@link PrefillLoop}, started by the launcher that starts the worker. */
final class PrefillProcess implements AutoCloseable {

    private final Process process;
    private final DataOutputStream texts;
    private final DataInputStream results;

    PrefillProcess(WorkerSettings settings, ProcessLauncher launcher) {
        List<String> arguments = List.of(
                settings.nativeDirectory().toString(),
                settings.modelFile().toString(),
                Integer.toString(settings.contextTokens()),
                Integer.toString(settings.threads()));
        try {
            process = launcher.launch(
                    WorkerCommand.of(settings, "prefill loop", PrefillLoop.class, arguments, List.of()));
        } catch (IOException e) {
            throw ended(e);
        }
        texts = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        results = new DataInputStream(process.getInputStream());
    }

    /** Seconds that reading all texts took, one after the other. */
    double seconds(List<int[]> tokens) {
        double sum = 0;
        try {
            for (int[] text : tokens) {
                texts.writeInt(text.length);
                for (int token : text) {
                    texts.writeInt(token);
                }
                texts.flush();
                sum += results.readDouble();
            }
            return sum;
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
                Code.ENGINE_UNAVAILABLE, "The prefill loop's process could not be started or ended early.", cause);
    }
}
