package dev.cloister.retrieval.benchmark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LocalSearchBenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void measuresEachEncoding() {
        Map<String, Double> figures = LocalSearchBenchmark.encodings(folder, 2_000);
        System.out.println(figures);
        assertEquals(1 + 4 * 5, figures.size());
        assertTrue(figures.getOrDefault("encoding.float.recall_at_10", 0.0) > 0.95, figures::toString);
        assertTrue(
                figures.getOrDefault("encoding.one_bit.p50_ms", 0.0)
                        <= figures.getOrDefault("encoding.one_bit.p99_ms", 0.0),
                figures::toString);
    }
}
