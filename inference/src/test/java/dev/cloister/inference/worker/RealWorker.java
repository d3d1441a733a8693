package dev.cloister.inference.worker;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.Shallow;
import dev.cloister.inference.llama.NativeFiles;
import java.io.File;
import java.io.IOException;
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

    /** On the default model's first layers, whose file is written beside the socket. */
    public static WorkerSettings shallow(Path socketDirectory, int layers) throws IOException {
        Path model = Shallow.write(Downloads.model(), socketDirectory.resolve("shallow.gguf"), layers);
        return settings(socketDirectory, model, NativeFiles.sha256(model), 512);
    }

    public static WorkerEngine start(Path socketDirectory) {
        return new WorkerEngine(settings(socketDirectory), new PlainLauncher());
    }
}
