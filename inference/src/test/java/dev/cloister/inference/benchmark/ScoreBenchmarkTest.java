package dev.cloister.inference.benchmark;

import dev.cloister.inference.worker.PlainLauncher;
import dev.cloister.inference.worker.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScoreBenchmarkTest {

    @Test
    void comparesScoringWithAPlainPrefill(@TempDir Path folder) throws IOException {
        int pairs = Integer.getInteger("cloister.bench.pairs", 1);
        Map<String, Double> figures = ScoreBenchmark.run(
                RealWorker.settings(folder).withThreads(Integer.getInteger("cloister.bench.threads", 1)),
                new PlainLauncher(),
                text(2),
                pairs,
                Duration.ofMinutes(5));
        System.out.println(figures);
        assertEquals(pairs, figures.get("logprobs.pairs"));
        // A machine under load moves both arms; only a broken path would fall below this.
        assertTrue(figures.getOrDefault("logprobs.ratio", 0.0) > 0.1, figures.toString());
    }

    @Test
    void measuresWhatEachTypeOfKeysAndValuesCosts(@TempDir Path folder) throws IOException {
        int windows = Integer.getInteger("cloister.bench.windows", 1);
        Map<String, Double> figures =
                KvTypeBenchmark.run(RealWorker.settings(folder), new PlainLauncher(), text(windows), windows, 11_520);
        System.out.println(figures);
        double half = figures.getOrDefault("kv.f16.perplexity", 0.0);
        assertTrue(half > 1 && half < 200, figures.toString());
        assertTrue(Math.abs(figures.getOrDefault("kv.q8_0.loss", 9.0)) < 0.05, figures.toString());
        assertTrue(figures.getOrDefault("kv.q4_0.loss", 9.0) != 0, "four bits are not without a trace");
        assertTrue(figures.getOrDefault("kv.q4_0.sessions_per_gib", 0.0)
                > 3 * figures.getOrDefault("kv.f16.sessions_per_gib", 9.0));
    }

    /** A real text where the machine's owner names one, otherwise one that is only long enough. */
    private static String text(int windows) throws IOException {
        String file = System.getProperty("cloister.bench.text", "");
        return file.isEmpty()
                ? "The lamp was lit at dusk, and the keeper read until the tide had turned. ".repeat(60 * windows)
                : Files.readString(Path.of(file));
    }
}
