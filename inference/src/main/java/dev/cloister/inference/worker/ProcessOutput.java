package dev.cloister.inference.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads what a process prints, so that it never blocks, and keeps the last lines for messages. */
final class ProcessOutput {

    private static final int KEPT = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    private ProcessOutput() {}

    static ProcessOutput drain(Process process) {
        ProcessOutput output = new ProcessOutput();
        output.follow(process.getInputStream());
        output.follow(process.getErrorStream());
        return output;
    }

    synchronized String lastLines() {
        return String.join(" | ", lines);
    }

    private void follow(InputStream stream) {
        // A read from a pipe holds the virtual threads' carrier for as long as nothing comes.
        Thread.ofPlatform().daemon().name("worker output").start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                String line = reader.readLine();
                while (line != null) {
                    keep(line);
                    line = reader.readLine();
                }
            } catch (IOException e) {
                keep("(its output ended: " + e.getMessage() + ")");
            }
        });
    }

    private synchronized void keep(String line) {
        lines.addLast(line.length() > 500 ? line.substring(0, 500) : line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }
}
