package dev.cloister.inference.benchmark;

import dev.cloister.inference.StageSpec;
import dev.cloister.inference.worker.PlainLauncher;
import dev.cloister.inference.worker.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineBenchmarkTest {

    /** Beside other work no pair may be undisturbed. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    @Test
    void comparesTheStackWithABareLoop(@TempDir Path folder) {
        StageSpec even = new StageSpec(
                "even", ByteBuffer.allocate(Double.BYTES).putDouble(2).array());
        int pairs = Integer.getInteger("cloister.bench.pairs", 2);
        Map<String, Double> figures =
                EngineBenchmark.run(RealWorker.settings(folder), new PlainLauncher(), List.of(even), pairs, BUDGET);
        System.out.println(figures);
        assertTrue(figures.getOrDefault("pairs", 0.0) >= 1, figures.toString());
        // A machine under load moves both arms; only a broken path would fall below this.
        assertTrue(figures.getOrDefault("engine.ratio", 0.0) > 0.3, figures.toString());
        assertTrue(figures.getOrDefault("engine.ratio.lo", 9.0) <= figures.getOrDefault("engine.ratio", 0.0));
    }

    @Test
    void takesTheMedianAndAnIntervalAroundIt() {
        PairedRatios ratios =
                PairedRatios.of(DoubleStream.iterate(1, x -> x + 1).limit(101));
        assertEquals(51, ratios.median());
        assertEquals(41, ratios.low());
        assertEquals(61, ratios.high());
    }
}
