package dev.cloister.inference.worker;

import dev.cloister.inference.Downloads;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A worker on the default model, as the gateway would start it. */
public final class RealWorker {

    static final int SEQUENCES = 4;

    private RealWorker() {}

    public static WorkerSettings settings(Path socketDirectory) {
        return settings(socketDirectory, Downloads.model(), Downloads.MODEL_SHA256, 512);
    }

    /** The same with another model file and context. */
    public static WorkerSettings settings(Path socketDirectory, Path modelFile, String sha256, int contextTokens) {
        return new WorkerSettings(
                Path.of(System.getProperty("java.home")),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .toList(),
                modelFile,
                "smollm2-135m-instruct",
                sha256,
                Downloads.nativeDirectory(),
                socketDirectory,
                WorkerSettings.sensibleThreads(),
                contextTokens,
                SEQUENCES,
                WorkerSettings.sensibleLimits(),
                Duration.ofSeconds(60));
    }

    public static WorkerEngine start(Path socketDirectory) {
        return new WorkerEngine(settings(socketDirectory), new PlainLauncher());
    }
}
