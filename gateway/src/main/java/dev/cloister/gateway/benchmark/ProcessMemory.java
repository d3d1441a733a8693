package dev.cloister.gateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Resident memory of a process and its descendants, from {@code /proc} (proc(5)). A single process is read by its resident
 * set size ({@code status}), which does not depend on who else has the same files mapped; a family that shares memory with
 * itself by its proportional set sizes ({@code smaps_rollup}), in which a page that n processes share counts 1/n for each.
 */
final class ProcessMemory {

    private static final long KILOBYTE = 1024;

    private final ProcessHandle root;
    private int readAsRss;

    ProcessMemory(ProcessHandle root) {
        this.root = root;
    }

    /**
     * A process by its command line. What wraps a sandbox carries its command line as arguments, so the program counts.
     *
     * @param id its process id
     * @param arguments the program first
     */
    record Seen(long id, List<String> arguments) {

        String program() {
            String path = arguments.isEmpty() ? "" : arguments.getFirst();
            return path.startsWith("/") ? path.substring(path.lastIndexOf('/') + 1) : path;
        }

        boolean runs(String program, String argumentStart) {
            return program().equals(program)
                    && arguments.stream().skip(1).anyMatch(argument -> argument.startsWith(argumentStart));
        }
    }

    /** The resident set sizes of the processes that are chosen, in bytes. */
    long resident(Predicate<Seen> which) {
        return chosen(which).mapToLong(ProcessMemory::resident).sum();
    }

    /** Their proportional set sizes, and the resident set size of a process whose own cannot be read. */
    long proportional(Predicate<Seen> which) {
        return chosen(which).mapToLong(this::proportional).sum();
    }

    private Stream<Seen> chosen(Predicate<Seen> which) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(process -> new Seen(process.pid(), arguments(process.pid())))
                .filter(which);
    }

    /** For how many processes the resident set size stood in for the proportional one. */
    int readAsRss() {
        return readAsRss;
    }

    private long proportional(Seen process) {
        OptionalLong bytes = field(process.id(), "smaps_rollup", "Pss:");
        if (bytes.isPresent()) {
            return bytes.getAsLong();
        }
        readAsRss++;
        return resident(process);
    }

    /** A process that has ended meanwhile holds nothing. */
    private static long resident(Seen process) {
        return field(process.id(), "status", "VmRSS:").orElse(0);
    }

    private static OptionalLong field(long id, String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(id), file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]) * KILOBYTE)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    private static List<String> arguments(long id) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(id), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
