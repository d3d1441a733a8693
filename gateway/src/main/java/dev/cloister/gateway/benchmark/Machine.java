package dev.cloister.gateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param cores cores that this process may use
 * @param cpu the processor's name
 * @param memoryBytes the machine's memory
 * @param os the distribution and the kernel
 */
record Machine(int cores, String cpu, long memoryBytes, String os) {

    static Machine current() {
        String memory = value(Path.of("/proc/meminfo"), "MemTotal", ":").replaceAll("\\D", "");
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                value(Path.of("/proc/cpuinfo"), "model name", ":"),
                memory.isEmpty() ? 0 : Long.parseLong(memory) * 1024,
                value(Path.of("/etc/os-release"), "PRETTY_NAME", "=").replace("\"", "") + ", Linux "
                        + System.getProperty("os.version"));
    }

    private static String value(Path file, String name, String separator) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name) && line.contains(separator))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
