package dev.cloister.gateway.benchmark;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.retrieval.benchmark.FederationBenchmark;
import dev.cloister.retrieval.benchmark.LocalSearchBenchmark;
import dev.cloister.watermark.benchmark.plot.SchemePage;
import dev.cloister.watermark.human.HumanTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code ./cloister bench NAME}: runs the parts one after the other, so that none disturbs the next, prints a table and
 * writes {@code target/bench/NAME.json} after each part. All state lies in a temporary home that is deleted at the end.
 */
public final class BenchmarkRun {

    private static final Path RESULTS = Path.of("target", "bench");
    private static final Path HUMAN_TEXTS = Path.of("texts", HumanTexts.FILE);
    private static final Path WORD_NET = RESULTS.resolve("wordnet").resolve("dict");
    private static final Path CRANFIELD = RESULTS.resolve("cranfield");
    private static final Path NODE_LLAMA_CPP = RESULTS.resolve("node-llama-cpp");

    private static final Path SEAL_LIBRARY = Path.of("native", "seal", "libsealc.so");
    private static final Path TENSEAL = Path.of("native", "tenseal");
    private static final Path TENSEAL_SCRIPT = Path.of("retrieval", "src", "bench", "tenseal", "compare.py");

    private BenchmarkRun() {}

    /**
     * Runs the parts. Figures of other parts stay in the file if they are of the same commit and machine.
     *
     * @param suite what they are parts of
     * @param downloads the folder with the model and the native libraries
     * @param root the checkout
     * @throws IllegalStateException where a process that is measured does not do its work
     */
    public static void run(Suite suite, Path downloads, Path root, Effort effort, List<Part> parts) {
        Report report = Report.resume(root.resolve(RESULTS), suite.title(), Machine.current(), Commit.of(root));
        Map<String, Double> measured = new TreeMap<>();
        for (Part part : parts) {
            System.out.println("  measuring    " + part.title());
            Map<String, Double> figures = measure(part, downloads, root, effort);
            measured.putAll(figures);
            report.add(figures);
        }
        if (suite == Suite.WATERMARK) {
            writePage(report, Machine.current(), Commit.of(root));
        }
        FigureTable.lines(measured).forEach(System.out::println);
        System.out.println();
        System.out.println("  written      " + report.file());
    }

    /** The figures as plots, beside the file. */
    private static void writePage(Report report, Machine machine, String commit) {
        Path page = report.file().resolveSibling("watermark.html");
        try {
            Files.writeString(
                    page, SchemePage.of(report.figures(), machine.cpu() + ", " + machine.cores() + " cores", commit));
            System.out.println("  plotted      " + page);
        } catch (IOException e) {
            throw new UncheckedIOException("The plots cannot be written to " + page, e);
        }
    }

    private static Map<String, Double> measure(Part part, Path downloads, Path root, Effort effort) {
        Path folder = temporaryFolder();
        try {
            Home home = new Home(folder.resolve("home")).create();
            LibraryParts libraries = new LibraryParts(home, downloads, effort);
            return switch (part) {
                case GATEWAY -> new GatewayPart(home, downloads, effort.starts()).run();
                case ENGINE -> libraries.engine();
                case ISOLATION -> libraries.isolation();
                case RETRIEVAL, LOCAL -> libraries.retrieval();
                case ENCODINGS -> LocalSearchBenchmark.encodings(home.index(), effort.encodedPassages());
                case QUALITY -> libraries.quality(root.resolve(CRANFIELD));
                case MILLION -> LocalSearchBenchmark.million(home.index());
                case WATERMARK -> libraries.watermark(downloads.resolve(HUMAN_TEXTS));
                case SCHEMES -> libraries.schemes(downloads.resolve(HUMAN_TEXTS), root.resolve(WORD_NET));
                case FURTHER -> libraries.furtherSchemes(downloads.resolve(HUMAN_TEXTS), root.resolve(WORD_NET));
                case TOPIC -> libraries.topics(downloads.resolve(HUMAN_TEXTS), root.resolve(WORD_NET));
                case CALIBRATION -> libraries.calibration(downloads.resolve(HUMAN_TEXTS));
                case OVERHEAD -> libraries.markOverhead(downloads.resolve(HUMAN_TEXTS));
                case TEMPERATURES -> libraries.temperatures();
                case ADVERSARY -> libraries.adversary();
                case READERS -> libraries.readers();
                case SPEED -> libraries.markSpeed(downloads.resolve(HUMAN_TEXTS));
                case GENERATE -> libraries.generate();
                case BATCH -> libraries.batch();
                case COMPARE -> libraries.compare(root.resolve(NODE_LLAMA_CPP));
                case PREFILL -> libraries.prefill(downloads.resolve(HUMAN_TEXTS));
                case SCORES -> libraries.scores(downloads.resolve(HUMAN_TEXTS));
                case CACHE -> libraries.cache(downloads.resolve(HUMAN_TEXTS));
                case CHUNKS -> libraries.chunks();
                case SESSIONS -> libraries.sessions();
                case GRAMMAR -> libraries.grammar();
                case SPOKES -> new IsolationParts(home, downloads, effort).spokes();
                case QUERIES -> new IsolationParts(home, downloads, effort).queries();
                case ATTACKS -> new IsolationParts(home, downloads, effort).attacks();
                case NTT -> FederationBenchmark.transforms(effort.federation());
                case SCAN -> FederationBenchmark.scans(effort.federation());
                case SEAL -> FederationBenchmark.seal(effort.federation(), downloads.resolve(SEAL_LIBRARY));
                case OTHERS ->
                    FederationBenchmark.others(
                            effort.federation(), downloads.resolve(TENSEAL), root.resolve(TENSEAL_SCRIPT));
                case PARTIES -> FederationBenchmark.parties(effort.federation(), Jars.ofNode(), folder);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("The part " + part.title() + " could not be measured", e);
        } finally {
            delete(folder);
        }
    }

    /** Directly in the system's folder: a Unix socket's address holds about a hundred characters. */
    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("cloister-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made", e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + folder + " could not be deleted", e);
        }
    }
}
