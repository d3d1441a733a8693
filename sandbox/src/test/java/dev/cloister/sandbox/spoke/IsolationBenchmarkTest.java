package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.SampleApps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IsolationBenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void reportsAMedianWithinItsInterval() throws Exception {
        Map<String, Double> figures = IsolationBenchmark.run(
                Stage.factory(Duration.ofSeconds(20)),
                NodeRuntime.find(),
                SampleApps.everyday(folder),
                DataRoom.open(folder.resolve("data")),
                20,
                2);

        for (String name : Set.of("isolation.call_ms", "isolation.start_ms")) {
            double median = figures.getOrDefault(name, Double.NaN);
            assertTrue(figures.getOrDefault(name + ".lo", Double.NaN) <= median, figures::toString);
            assertTrue(figures.getOrDefault(name + ".hi", Double.NaN) >= median, figures::toString);
        }
        assertEquals(8, figures.size());
    }
}
