package dev.cloister.inference.benchmark;

import dev.cloister.inference.worker.PlainLauncher;
import dev.cloister.inference.worker.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertTrue;

class SchedulerBenchmarkTest {

    @Test
    void measuresIdleSessionsMemoryAndGaps(@TempDir Path folder) {
        int seconds = Integer.getInteger("cloister.bench.seconds", 2);
        int idle = Integer.getInteger("cloister.bench.idle", 6);
        int active = Integer.getInteger("cloister.bench.active", 2);
        Map<String, Double> figures = SchedulerBenchmark.run(
                RealWorker.settings(folder), new PlainLauncher(), Duration.ofSeconds(seconds), idle, active, 1);
        System.out.println(figures);
        assertTrue(figures.getOrDefault("idle.bytes_per_session", 0.0) > 128 * 20_000, figures.toString());
        assertTrue(figures.getOrDefault("idle.swapped", 0.0) >= idle - active, figures.toString());
        assertTrue(figures.getOrDefault("rss_bytes.start", 0.0) > 100e6, figures.toString());
        double gap = figures.getOrDefault("gap_ms.median", 0.0);
        double parts = figures.getOrDefault("gap_ms.alone", 0.0) + figures.getOrDefault("chunk_ms", 0.0);
        assertTrue(gap > 0 && gap < 10 * parts, figures.toString());
    }
}
