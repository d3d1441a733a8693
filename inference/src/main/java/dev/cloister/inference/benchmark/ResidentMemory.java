package dev.cloister.inference.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Resident memory of a process and its descendants (VmRSS of proc(5)). */
final class ResidentMemory {

    private static final String FIELD = "VmRSS:";

    private ResidentMemory() {}

    static double bytes(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(ResidentMemory::one)
                .sum();
    }

    private static double one(ProcessHandle process) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
            return lines.stream()
                    .filter(line -> line.startsWith(FIELD))
                    .mapToDouble(line -> Double.parseDouble(
                                    line.substring(FIELD.length()).strip().split(" ")[0])
                            * 1024)
                    .sum();
        } catch (IOException e) {
            // A process that has just ended has no memory.
            return 0;
        }
    }
}
