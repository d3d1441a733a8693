package dev.cloister.inference.worker;

import dev.cloister.inference.session.SchedulerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The worker's command line. */
record WorkerArguments(
        Path socket,
        Path modelFile,
        String modelName,
        String modelSha256,
        Path nativeDirectory,
        int threads,
        int contextTokens,
        int sequences,
        SchedulerSettings scheduling,
        ModelOptions options) {

    private static final int COUNT = 12;

    static WorkerArguments of(WorkerSettings settings, Path socket) {
        return new WorkerArguments(
                socket,
                settings.modelFile(),
                settings.modelName(),
                settings.modelSha256(),
                settings.nativeDirectory(),
                settings.threads(),
                settings.contextTokens(),
                settings.sequences(),
                settings.scheduling(),
                settings.options());
    }

    static WorkerArguments parse(String[] arguments) {
        if (arguments.length < COUNT) {
            throw new IllegalArgumentException(
                    "the worker is started by the gateway, with " + COUNT + " arguments and the options");
        }
        return new WorkerArguments(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                arguments[2],
                arguments[3],
                Path.of(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]),
                new SchedulerSettings(
                        Integer.parseInt(arguments[8]),
                        Integer.parseInt(arguments[9]),
                        Integer.parseInt(arguments[10]),
                        Long.parseLong(arguments[11])),
                ModelOptions.parse(List.of(arguments).subList(COUNT, arguments.length)));
    }

    List<String> toCommandLine() {
        List<String> words = new ArrayList<>(List.of(
                socket.toString(),
                modelFile.toString(),
                modelName,
                modelSha256,
                nativeDirectory.toString(),
                Integer.toString(threads),
                Integer.toString(contextTokens),
                Integer.toString(sequences),
                Integer.toString(scheduling.waiting()),
                Integer.toString(scheduling.waitingPerUser()),
                Integer.toString(scheduling.chunkTokens()),
                Long.toString(scheduling.idleBytes())));
        words.addAll(options.toCommandLine());
        return words;
    }
}
