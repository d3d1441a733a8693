package dev.cloister.inference.worker;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.inference.template.TemplateProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Java process on the worker's class path, with the worker's flags and rights, as its sandbox sees it. */
public final class WorkerCommand {

    static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Djava.io.tmpdir=/tmp",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

    /** Frames pass through memory outside the heap, beside what idle sessions have there. */
    private static final long SOCKET_BUFFER_BYTES = 256L << 20;

    private WorkerCommand() {}

    static ProcessSpec of(WorkerSettings settings, Path socket) {
        Path folder = socket.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("the socket has no folder");
        }
        return of(
                settings,
                "engine " + settings.modelName(),
                EngineWorker.class,
                WorkerArguments.of(settings, socket).toCommandLine(),
                List.of(folder));
    }

    /**
     * The process that runs a main class beside the model.
     *
     * @param name what it is, for messages
     * @param arguments of its main method
     * @param writable what it may write; a process that writes nothing gets no Unix sockets either
     */
    public static ProcessSpec of(
            WorkerSettings settings, String name, Class<?> main, List<String> arguments, List<Path> writable) {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(FLAGS);
        command.add("-XX:MaxDirectMemorySize="
                + ((1 + settings.options().variants()) * settings.scheduling().idleBytes() + SOCKET_BUFFER_BYTES));
        command.add("-cp");
        command.add(settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(main.getName());
        command.addAll(arguments);
        List<Path> readable = new ArrayList<>(settings.classPath());
        readable.add(settings.javaHome());
        readable.add(settings.modelFile());
        settings.options().adapters().forEach(adapter -> readable.add(adapter.file()));
        readable.add(settings.nativeDirectory());
        TemplateProgram.of(settings.nativeDirectory()).ifPresent(readable::add);
        return new ProcessSpec(
                name,
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
                writable,
                settings.limits(),
                !writable.isEmpty());
    }
}
