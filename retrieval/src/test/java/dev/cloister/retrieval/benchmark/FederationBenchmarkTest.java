package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.ring.ScanBenchmark;
import org.junit.jupiter.api.Test;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class FederationBenchmarkTest {

    @Test
    void everyStepOfAQueryIsMeasuredAndItsScoresAreRight() {
        Map<String, Double> figures = ScanBenchmark.run("scan_small", 2000, 3);
        double steps = figures.entrySet().stream()
                .filter(figure -> Set.of(
                                "encrypt_ms",
                                "wire_ms",
                                "expand_ms",
                                "kernel_ms",
                                "mask_ms",
                                "flood_ms",
                                "switch_ms",
                                "decrypt_ms",
                                "top_ms")
                        .contains(figure.getKey().replace("scan_small.", "")))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertTrue(steps > 0 && figure(figures, "scan_small.ms") > steps / 3, figures.toString());
        assertTrue(figure(figures, "scan_small.two_cores_ms") > 0);
    }

    @Test
    void theKernelIsComparedWithAPlainScanOfTheSameVectors() {
        Map<String, Double> figures = ScanBenchmark.compare(1000, 5);
        assertTrue(figure(figures, "scan_vs_plaintext.ratio.lo") <= figure(figures, "scan_vs_plaintext.ratio"));
        assertTrue(figure(figures, "scan_vs_plaintext.bytes_ratio") >= 12);
    }

    private static double figure(Map<String, Double> figures, String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    @Test
    void whereSealAndTensealAreNotThereTheirFiguresAreLeftOut() {
        FederationBenchmark.Plan plan = new FederationBenchmark.Plan(1, 1, 4, false, 1);
        assertEquals(Map.of(), FederationBenchmark.seal(plan, Path.of("nowhere")));
        assertEquals(Map.of(), FederationBenchmark.others(plan, Path.of("nowhere"), Path.of("nowhere")));
    }
}
