package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one command in a real sandbox for a test and waits for its end. */
record Cell(List<Path> readable, List<Path> writable, ProcessSpec.Limits limits, boolean unixSockets) {

    static final ProcessSpec.Limits LIMITS =
            new ProcessSpec.Limits(512L << 20, 64, Duration.ofSeconds(20), 256, 16L << 20);

    private static final BubblewrapLauncher LAUNCHER = BubblewrapLauncher.create();

    static Cell plain() {
        return new Cell(List.of(), List.of(), LIMITS, false);
    }

    Cell reading(Path path) {
        return new Cell(List.of(path), writable, limits, unixSockets);
    }

    Cell writing(Path path) {
        return new Cell(readable, List.of(path), limits, unixSockets);
    }

    Cell limitedTo(ProcessSpec.Limits newLimits) {
        return new Cell(readable, writable, newLimits, unixSockets);
    }

    Cell withUnixSockets() {
        return new Cell(readable, writable, limits, true);
    }

    Process start(String... command) throws IOException {
        return LAUNCHER.launch(
                new ProcessSpec("test", List.of(command), Map.of(), readable, writable, limits, unixSockets));
    }

    Outcome shell(String script) throws IOException, InterruptedException {
        return end(start("/bin/sh", "-c", script), "");
    }

    /** Runs a main class of the test class path. */
    Outcome java(Class<?> main, String input, String... arguments) throws IOException, InterruptedException {
        List<Path> visible = new ArrayList<>(readable);
        JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), List.of(place(main)));
        java.mounts().forEach(mount -> visible.add(mount.host()));
        String[] command =
                java.command(main.getName(), List.of(), List.of(arguments)).toArray(String[]::new);
        return end(new Cell(visible, writable, limits, unixSockets).start(command), input);
    }

    private static Outcome end(Process process, String input) throws IOException, InterruptedException {
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output, errors);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    record Outcome(int status, String output, String errors) {}
}
