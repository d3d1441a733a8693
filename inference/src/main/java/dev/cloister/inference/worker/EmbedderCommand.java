package dev.cloister.inference.worker;

import dev.cloister.inference.ProcessSpec;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The process of {@link EmbeddingWorker}, as its sandbox sees it. */
final class EmbedderCommand {

    private EmbedderCommand() {}

    static ProcessSpec of(EmbedderSettings settings, Path socket) {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(WorkerCommand.FLAGS);
        command.add("-cp");
        command.add(settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(EmbeddingWorker.class.getName());
        command.add(socket.toString());
        List<Path> readable = new ArrayList<>(settings.classPath());
        readable.add(settings.javaHome());
        return new ProcessSpec(
                "embedder",
                command,
                Map.of("OPT_OUT_TRACKING", "true", "DJL_CACHE_DIR", "/tmp/djl", "LC_ALL", "C.UTF-8"),
                readable,
                List.of(socket.toAbsolutePath().resolveSibling("")),
                settings.limits(),
                true);
    }
}
