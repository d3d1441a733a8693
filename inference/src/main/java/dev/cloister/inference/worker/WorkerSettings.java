package dev.cloister.inference.worker;

import dev.cloister.inference.Computation;
import dev.cloister.inference.ProcessSpec.Limits;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.session.SchedulerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker process is made of. It gets to read the JDK, the class path, the model file and the native libraries;
 * it can write only into a fresh folder of the socket directory.
 *
 * @param javaHome the JDK, 25 or newer
 * @param classPath this module with its dependencies, and the jars of the sampling stages
 * @param modelFile the GGUF file
 * @param modelName the catalogue's name of the model
 * @param modelSha256 the file's agreed SHA-256, lower-case hex
 * @param nativeDirectory folder of the pinned shared objects
 * @param socketDirectory folder for the socket, short enough for a Unix socket's address (about 60 characters)
 * @param threads threads of one decode call; see {@link #sensibleThreads()}
 * @param contextTokens tokens that each answer may hold, prompt included; no more than the model was trained with
 * @param sequences answers that run at once
 * @param limits what the process may use
 * @param startTimeout how long a start, or a wait for a restart, may take
 * @param scheduling how answers share the context
 * @param answerTimeout how long a worker that has work may neither answer nor compute, before it is ended
 * @param options what the model can do beside itself
 */
public record WorkerSettings(
        Path javaHome,
        List<Path> classPath,
        Path modelFile,
        String modelName,
        String modelSha256,
        Path nativeDirectory,
        Path socketDirectory,
        int threads,
        int contextTokens,
        int sequences,
        Limits limits,
        Duration startTimeout,
        SchedulerSettings scheduling,
        Duration answerTimeout,
        ModelOptions options) {

    private static final Duration SENSIBLE_ANSWER_TIMEOUT = Duration.ofSeconds(30);

    public WorkerSettings {
        classPath = List.copyOf(classPath);
    }

    /** A model without options, with the default scheduling. */
    public WorkerSettings(
            Path javaHome,
            List<Path> classPath,
            Path modelFile,
            String modelName,
            String modelSha256,
            Path nativeDirectory,
            Path socketDirectory,
            int threads,
            int contextTokens,
            int sequences,
            Limits limits,
            Duration startTimeout) {
        this(
                javaHome,
                classPath,
                modelFile,
                modelName,
                modelSha256,
                nativeDirectory,
                socketDirectory,
                threads,
                contextTokens,
                sequences,
                limits,
                startTimeout,
                SchedulerSettings.DEFAULT,
                SENSIBLE_ANSWER_TIMEOUT,
                ModelOptions.DEFAULT);
    }

    public WorkerSettings withScheduling(SchedulerSettings to) {
        return with(threads, contextTokens, sequences, limits, to, answerTimeout, options);
    }

    /** The same with another context. */
    public WorkerSettings withContext(int newThreads, int newContextTokens, int newSequences) {
        return with(newThreads, newContextTokens, newSequences, limits, scheduling, answerTimeout, options);
    }

    public WorkerSettings withThreads(int to) {
        return with(to, contextTokens, sequences, limits, scheduling, answerTimeout, options);
    }

    /**
     * The same, computing as a recorded answer was: it gives that answer again.
     *
     * @param newContextTokens what the answer's model had
     */
    public WorkerSettings withComputation(Computation to, int newContextTokens) {
        return with(
                to.threads(),
                newContextTokens,
                sequences,
                limits,
                scheduling.withChunkTokens(to.chunkTokens()),
                answerTimeout,
                options.withKvType(KvType.valueOf(to.kvType())).withReproducible(to.reproducible()));
    }

    public WorkerSettings withLimits(Limits to) {
        return with(threads, contextTokens, sequences, to, scheduling, answerTimeout, options);
    }

    /** The same with another patience. */
    public WorkerSettings withAnswerTimeout(Duration to) {
        return with(threads, contextTokens, sequences, limits, scheduling, to, options);
    }

    public WorkerSettings withOptions(ModelOptions to) {
        return with(threads, contextTokens, sequences, limits, scheduling, answerTimeout, to);
    }

    /** The same process around another model, as it is. */
    public WorkerSettings withModel(Path file, String name, String sha256) {
        return new WorkerSettings(
                javaHome,
                classPath,
                file,
                name,
                sha256,
                nativeDirectory,
                socketDirectory,
                threads,
                contextTokens,
                sequences,
                limits,
                startTimeout,
                scheduling,
                answerTimeout,
                options.withAdapters(List.of()));
    }

    private WorkerSettings with(
            int newThreads,
            int newContextTokens,
            int newSequences,
            Limits newLimits,
            SchedulerSettings newScheduling,
            Duration newAnswerTimeout,
            ModelOptions newOptions) {
        return new WorkerSettings(
                javaHome,
                classPath,
                modelFile,
                modelName,
                modelSha256,
                nativeDirectory,
                socketDirectory,
                newThreads,
                newContextTokens,
                newSequences,
                newLimits,
                startTimeout,
                newScheduling,
                newAnswerTimeout,
                newOptions);
    }

    /** One core is left to the rest of the machine: the library's threads spin, and starve beside other work. */
    public static int sensibleThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /** Enough for the default model with eight answers at once, and no limit on CPU time that a service would reach. */
    public static Limits sensibleLimits() {
        return new Limits(4L << 30, 256, Duration.ofDays(3650), 256, 64L << 20);
    }
}
