package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.Unigram;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class CalibrationBenchmarkTest {

    private static final CalibrationBenchmark.Plan PLAN = new CalibrationBenchmark.Plan(3000, 50, 20, 200);

    /** Of one key with a hundred windows: at most 3 with 0.98, and 4 with 0.997. */
    @Test
    void theQuantileIsThatOfTheWorstOfSoManyKeys() {
        assertEquals(0.03, CalibrationBenchmark.quantile(100, 1));
        assertEquals(0.05, CalibrationBenchmark.quantile(100, 20));
    }

    @Test
    void triesEveryWindowAndAsManyPairsAsAsked() {
        SplittableRandom random = new SplittableRandom(41);
        List<int[]> texts = IntStream.range(0, 100)
                .mapToObj(i -> random.ints(450, 0, 20_000).toArray())
                .toList();
        CalibrationBenchmark benchmark = new CalibrationBenchmark(PLAN);
        benchmark.measure(
                new KeyedDetectors(
                        "unigram",
                        number -> {
                            MarkKey key = BenchmarkKeys.of("unigram", number);
                            return CandidateDetector.of(key, new Unigram(key, Unigram.PUBLISHED));
                        },
                        KeyedDetectors.Cost.CHEAP),
                texts);
        Map<String, Double> figures = benchmark.figures();
        assertEquals(900, figures.get("unigram.distinct50"));
        assertEquals(3600, figures.get("unigram.negatives50"));
        assertEquals(200, figures.get("unigram.distinct200"));
        double pooled = figures.getOrDefault("unigram.fpr50_at_nominal_1pct", 1.0);
        assertTrue(pooled > 0.003 && pooled < 0.02, "seed 41: " + pooled);
        assertTrue(figures.getOrDefault("unigram.fpr_worst_key_at_nominal_1pct", 0.0) >= pooled / 2);
    }
}
