package dev.cloister.inference.worker;

import dev.cloister.inference.Downloads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tries model files in a process that is used again for as long as the library survives them. */
final class LoaderProcess implements AutoCloseable {

    /** A file whose loading ended the process. */
    static final String ENDED = "ENDED";

    private static final int SECONDS = 30;

    private final Path folder;
    private Optional<Process> running = Optional.empty();
    private Optional<BufferedReader> answers = Optional.empty();

    LoaderProcess(Path folder) {
        this.folder = folder;
    }

    /** How loading went; an {@link AssertionError} where it hangs. */
    String load(Path file) throws Exception {
        if (running.isEmpty()) {
            start();
        }
        Process process = running.orElseThrow();
        process.getOutputStream().write((file + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String answer = line(file);
        if (answer.equals(ENDED)) {
            running = Optional.empty();
        }
        return answer;
    }

    private void start() throws Exception {
        Process process = new PlainLauncher()
                .launch(WorkerCommand.of(
                        RealWorker.settings(folder),
                        "loader",
                        ModelLoader.class,
                        List.of(Downloads.nativeDirectory().toString()),
                        List.of()));
        running = Optional.of(process);
        answers = Optional.of(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        if (!line(folder).equals("READY")) {
            throw new AssertionError("the loader did not start");
        }
    }

    private String line(Path file) throws Exception {
        BufferedReader reader = answers.orElseThrow();
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            String line = reader.readLine();
                            // What the JVM itself prints when native code kills it is no answer.
                            return line == null || line.startsWith("#") ? ENDED : line;
                        } catch (IOException e) {
                            return ENDED;
                        }
                    })
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            close();
            throw new AssertionError("loading hangs on " + file, e);
        }
    }

    @Override
    public void close() {
        running.ifPresent(Process::destroyForcibly);
    }
}
