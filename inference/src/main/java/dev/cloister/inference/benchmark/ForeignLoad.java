package dev.cloister.inference.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How many cores other processes kept busy for a while: the machine's busy time in /proc/stat (proc(5)) less the CPU
 * time of this process and its descendants. In steps of 10 ms.
 */
final class ForeignLoad {

    private static final Path MACHINE = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STOLEN = 8;

    private final long start = System.nanoTime();
    private final double foreign = foreignSeconds();

    /** Cores since this object was made. */
    double cores() {
        return Math.max(0, (foreignSeconds() - foreign) / ((System.nanoTime() - start) / 1e9));
    }

    private static double foreignSeconds() {
        ProcessHandle self = ProcessHandle.current();
        double own = Stream.concat(Stream.of(self), self.descendants())
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
                .sum();
        return busySeconds() - own;
    }

    private static double busySeconds() {
        try (Stream<String> lines = Files.lines(MACHINE)) {
            String[] fields = lines.findFirst().orElse("").split("\\s+");
            long ticks = 0;
            for (int i = 1; i <= STOLEN && i < fields.length; i++) {
                ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("the machine's load cannot be read", e);
        }
    }
}
