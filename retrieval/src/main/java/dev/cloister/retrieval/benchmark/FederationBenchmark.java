package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.ring.ScanBenchmark;
import dev.cloister.retrieval.ring.TransformBenchmark;
import dev.cloister.retrieval.seal.SealBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The encrypted search: its transforms, whole queries over up to a million vectors, and Microsoft SEAL beside it. */
public final class FederationBenchmark {

    private static final int SMALL = 10_000;
    private static final int MIDDLE = 100_000;
    private static final int LARGE = 1_000_000;

    /** A million vectors take 4.7 GB encoded. */
    private static final long LARGE_HEAP = 6L << 30;

    private FederationBenchmark() {}

    /**
     * How much is measured.
     *
     * @param transformRounds rounds of a hundred transforms of each kind
     * @param runs queries over 10,000 vectors; half as many over 100,000 and a sixth over a million
     * @param pairs kernel and plain scan, or kernel and SEAL's, by turns
     * @param large whether a million vectors are scored, where the heap holds them
     * @param passages that each of five parties has
     */
    public record Plan(int transformRounds, int runs, int pairs, boolean large, int passages) {}

    /** {@code ntt4096.*}; see {@link TransformBenchmark}. */
    public static Map<String, Double> transforms(Plan plan) {
        return TransformBenchmark.run(plan.transformRounds());
    }

    /** {@code scan_*}; see {@link ScanBenchmark}. */
    public static Map<String, Double> scans(Plan plan) {
        Map<String, Double> figures = new TreeMap<>(ScanBenchmark.run("scan_10k", SMALL, plan.runs()));
        figures.putAll(ScanBenchmark.run("scan_100k", MIDDLE, plan.runs() / 2));
        figures.putAll(ScanBenchmark.compare(MIDDLE, plan.pairs()));
        if (plan.large() && Runtime.getRuntime().maxMemory() >= LARGE_HEAP) {
            figures.putAll(ScanBenchmark.run("scan_1m", LARGE, plan.runs() / 6));
        } else if (plan.large()) {
            System.out.println("  left out     a million vectors: the heap is too small for them");
        }
        return figures;
    }

    /**
     * {@code parties5.*}, {@code fetch.*} and {@code audit16.*}; see {@link PartiesBenchmark}.
     *
     * @param jars that a node runs with
     * @param work an empty folder
     */
    public static Map<String, Double> parties(Plan plan, List<Path> jars, Path work) {
        Map<String, Double> figures = new TreeMap<>(PartiesBenchmark.fetch(plan.runs()));
        figures.putAll(PartiesBenchmark.audit(plan.runs()));
        figures.putAll(new PartiesBenchmark(jars, work).run(plan.passages(), plan.runs()));
        return figures;
    }

    /**
     * {@code bsgs.*} and {@code tenseal.*}; see {@link TensealBenchmark}. No figures where TenSEAL was not installed.
     *
     * @param packages a folder with TenSEAL and NumPy
     * @param script that measures them
     */
    public static Map<String, Double> others(Plan plan, Path packages, Path script) {
        if (!Files.isDirectory(packages.resolve("tenseal"))) {
            System.out.println("  left out     TenSEAL, of which PyPI has no wheel for this Python");
            return Map.of();
        }
        return TensealBenchmark.run(packages, script, plan.runs());
    }

    /**
     * {@code seal.*}; see {@link SealBenchmark}. No figures where SEAL was not built.
     *
     * @param library {@code libsealc.so}
     */
    public static Map<String, Double> seal(Plan plan, Path library) {
        if (!Files.isRegularFile(library)) {
            System.out.println("  left out     Microsoft SEAL, which deploy/seal/build.sh makes");
            return Map.of();
        }
        return SealBenchmark.run(library, ScanBenchmark.vectors(SMALL), Math.ceilDiv(plan.pairs(), 4));
    }
}
