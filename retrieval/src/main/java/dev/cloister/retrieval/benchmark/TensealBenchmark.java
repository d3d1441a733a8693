package dev.cloister.retrieval.benchmark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.ring.ScanBenchmark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Other ways to the same scores beside ours, end to end on one core: baby and giant steps over the matrix's diagonals, by the
 * Microsoft SEAL in TenSEAL's wheel, and TenSEAL's own products. The script compares its scores with those of plain products.
 */
final class TensealBenchmark {

    private static final int VECTORS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TensealBenchmark() {}

    /**
     * {@code others.ours_ms}, {@code bsgs.ms} with its steps and bytes, {@code bsgs.ratio} (over ours), {@code
     * tenseal.dot_ms_each}, {@code tenseal.matmul_384_ms}.
     *
     * @param packages a folder with TenSEAL and NumPy
     */
    static Map<String, Double> run(Path packages, Path script, int runs) {
        Map<String, Double> figures = new TreeMap<>(script(packages, script, runs));
        double ours = ScanBenchmark.run("ours", VECTORS, runs).getOrDefault("ours.ms", Double.NaN);
        figures.put("others.ours_ms", ours);
        figures.put("bsgs.ratio", figures.getOrDefault("bsgs.ms", Double.NaN) / ours);
        return figures;
    }

    private static Map<String, Double> script(Path packages, Path script, int runs) {
        ProcessBuilder builder = new ProcessBuilder(
                        "python3", script.toString(), Integer.toString(VECTORS), Integer.toString(runs))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONPATH", packages.toString());
        try {
            Process process = builder.start();
            Map<String, Double> figures = JSON.readValue(process.getInputStream(), new TypeReference<>() {});
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The comparison with TenSEAL failed");
            }
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException("The comparison with TenSEAL could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The comparison was interrupted", e);
        }
    }
}
