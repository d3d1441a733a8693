package dev.cloister.inference.worker;

import dev.cloister.inference.session.SchedulerSettings;
import java.nio.file.Path;
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
        SchedulerSettings scheduling) {

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
                settings.scheduling());
    }

    static WorkerArguments parse(String[] arguments) {
        if (arguments.length != COUNT) {
            throw new IllegalArgumentException("the worker is started by the gateway, with " + COUNT + " arguments");
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
                        Long.parseLong(arguments[11])));
    }

    List<String> toCommandLine() {
        return List.of(
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
                Long.toString(scheduling.idleBytes()));
    }
}
