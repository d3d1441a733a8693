package dev.cloister.inference.worker;

import dev.cloister.inference.ProcessSpec;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The worker's process as its sandbox sees it. */
final class WorkerCommand {

    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Djava.io.tmpdir=/tmp",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

    private WorkerCommand() {}

    static ProcessSpec of(WorkerSettings settings, Path socket) {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(EngineWorker.class.getName());
        command.addAll(WorkerArguments.of(settings, socket).toCommandLine());
        List<Path> readable = new ArrayList<>(settings.classPath());
        readable.add(settings.javaHome());
        readable.add(settings.modelFile());
        readable.add(settings.nativeDirectory());
        Path folder = socket.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("the socket has no folder");
        }
        return new ProcessSpec(
                "engine " + settings.modelName(),
                command,
                Map.of(
                        "GGML_NO_BACKTRACE",
                        "1",
                        "OPT_OUT_TRACKING",
                        "true",
                        "DJL_CACHE_DIR",
                        "/tmp/djl",
                        "LC_ALL",
                        "C.UTF-8"),
                readable,
                List.of(folder),
                settings.limits(),
                true);
    }
}
