package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.search.Embedder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class RetrievalBenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void answersWithinAFractionOfASecond() {
        Map<String, Double> figures = RetrievalBenchmark.run(folder, Embedder::embed, 15);
        System.out.println(figures);
        assertEquals(1_500, figures.get("retrieval.passages"));
        assertTrue(figures.getOrDefault("retrieval.query_ms", 1e9) < 500, figures::toString);
    }
}
