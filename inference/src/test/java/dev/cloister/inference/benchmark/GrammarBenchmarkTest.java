package dev.cloister.inference.benchmark;

import dev.cloister.inference.Downloads;
import org.junit.jupiter.api.Test;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertTrue;

class GrammarBenchmarkTest {

    @Test
    void measuresWhatGrammarsAndSamplingCost() {
        int rounds = Integer.getInteger("cloister.bench.grammar.rounds", 1);
        int tokens = Integer.getInteger("cloister.bench.grammar.tokens", 12);
        Map<String, Double> figures =
                GrammarBenchmark.run(Downloads.nativeDirectory(), Downloads.model(), tokens, rounds);
        figures.forEach((name, value) -> System.out.printf("%s %.4f%n", name, value));
        // The median is a few per cent; only broken caches would lift it above this, on any machine.
        assertTrue(figures.getOrDefault("grammar.overhead", 9.0) < 2, figures.toString());
        for (String name : new String[] {"plain", "top_k", "top_p", "typical", "dry"}) {
            assertTrue(figures.getOrDefault("sampler.us." + name, 1e9) < 20_000, figures.toString());
        }
    }
}
