package dev.cloister.gateway.benchmark;

import dev.cloister.gateway.engine.EngineHost;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.benchmark.BatchBenchmark;
import dev.cloister.inference.benchmark.EngineBenchmark;
import dev.cloister.inference.benchmark.GrammarBenchmark;
import dev.cloister.inference.benchmark.KvTypeBenchmark;
import dev.cloister.inference.benchmark.LoadComparison;
import dev.cloister.inference.benchmark.PrefillBenchmark;
import dev.cloister.inference.benchmark.SchedulerBenchmark;
import dev.cloister.inference.benchmark.ScoreBenchmark;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import dev.cloister.retrieval.benchmark.RetrievalBenchmark;
import dev.cloister.retrieval.benchmark.quality.QualityBenchmark;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.IsolationBenchmark;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import dev.cloister.watermark.attack.Synonyms;
import dev.cloister.watermark.benchmark.CalibrationBenchmark;
import dev.cloister.watermark.benchmark.DetectionSpeed;
import dev.cloister.watermark.benchmark.OverheadBenchmark;
import dev.cloister.watermark.benchmark.SchemeBenchmark;
import dev.cloister.watermark.benchmark.TemperatureBenchmark;
import dev.cloister.watermark.benchmark.TopicBenchmark;
import dev.cloister.watermark.benchmark.WatermarkBenchmark;
import dev.cloister.watermark.benchmark.adversary.AdversaryBenchmark;
import dev.cloister.watermark.benchmark.quality.TextQualityBenchmark;
import dev.cloister.watermark.human.HumanTexts;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The libraries' own benchmarks, each with the sandbox, the jars and the settings that the gateway runs with. */
final class LibraryParts {

    /** Keys and values of one token of the default model: 30 layers, 3 heads of 64 numbers, twice. */
    private static final int VALUES_PER_TOKEN = 30 * 3 * 64 * 2;

    private static final int GRAMMAR_TOKENS = 160;

    private final Home home;
    private final Path downloads;
    private final WorkerSettings settings;
    private final Effort effort;
    private final BubblewrapLauncher launcher = BubblewrapLauncher.create();

    LibraryParts(Home home, Path downloads, Effort effort) {
        this.home = home;
        this.downloads = downloads;
        this.settings = EngineHost.settings(home, downloads);
        this.effort = effort;
    }

    Map<String, Double> engine() {
        StageSpec mark = AppScheme.DEFAULT.stage(MarkKey.of(new byte[MarkKey.BYTES]));
        Map<String, Double> figures = new TreeMap<>();
        EngineBenchmark.run(settings, launcher, List.of(mark), effort.enginePairs(), effort.engineBudget())
                .forEach((name, value) -> figures.put(name.startsWith("pairs") ? "engine." + name : name, value));
        return figures;
    }

    Map<String, Double> generate() {
        Map<String, Double> figures = new TreeMap<>();
        EngineBenchmark.run(settings, launcher, List.of(), effort.enginePairs(), effort.engineBudget())
                .forEach((name, value) -> {
                    if (name.startsWith("generate.")) {
                        figures.put(name, value);
                    } else if (name.startsWith("pairs")) {
                        figures.put("generate." + name, value);
                    }
                });
        return figures;
    }

    Map<String, Double> batch() {
        return BatchBenchmark.run(settings, launcher, effort.batchRounds());
    }

    Map<String, Double> compare(Path nodeLlamaCpp) {
        return LoadComparison.run(settings, launcher, nodeLlamaCpp, effort.comparisonRounds());
    }

    Map<String, Double> prefill(Path humanTexts) {
        return PrefillBenchmark.run(settings, launcher, longText(humanTexts), effort.prefillPairs());
    }

    Map<String, Double> scores(Path humanTexts) {
        return ScoreBenchmark.run(settings, launcher, longText(humanTexts), effort.scorePairs(), effort.engineBudget());
    }

    Map<String, Double> cache(Path humanTexts) {
        return KvTypeBenchmark.run(settings, launcher, longText(humanTexts), effort.windows(), VALUES_PER_TOKEN);
    }

    Map<String, Double> chunks() {
        return SchedulerBenchmark.runChunks(settings, launcher, effort.chunkRounds());
    }

    Map<String, Double> sessions() {
        Map<String, Double> figures = new TreeMap<>();
        SchedulerBenchmark.run(settings, launcher, effort.hold())
                .forEach((name, value) -> figures.put("sessions." + name, value));
        return figures;
    }

    Map<String, Double> grammar() {
        return GrammarBenchmark.run(
                settings.nativeDirectory(), settings.modelFile(), GRAMMAR_TOKENS, effort.grammarRounds());
    }

    private static String longText(Path humanTexts) {
        return String.join("\n\n", HumanTexts.read(humanTexts));
    }

    Map<String, Double> isolation() throws IOException {
        JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
        NodeRuntime node = NodeRuntime.find();
        Map<String, Double> figures = new TreeMap<>(IsolationBenchmark.run(
                new SpokeFactory(launcher, java, node, SpokeLimits.usual()),
                node,
                SampleApps.everyday(home.spokes().resolve("bundles")),
                DataRoom.open(home.spokes().resolve("data")),
                effort.callPairs(),
                effort.startPairs()));
        figures.put("isolation.call_pairs", (double) effort.callPairs());
        figures.put("isolation.start_pairs", (double) effort.startPairs());
        return figures;
    }

    Map<String, Double> retrieval() {
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return RetrievalBenchmark.run(home.index(), engine::embed);
        }
    }

    Map<String, Double> quality(Path collection) throws IOException {
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return QualityBenchmark.run(home.index(), collection, engine::embed);
        }
    }

    Map<String, Double> watermark(Path humanTexts) {
        List<String> texts = HumanTexts.read(humanTexts);
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new WatermarkBenchmark(engine, effort.mark()).run(texts);
        }
    }

    Map<String, Double> schemes(Path humanTexts, Path wordNet) throws IOException {
        List<String> texts = HumanTexts.read(humanTexts);
        Synonyms synonyms = Synonyms.read(wordNet);
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new SchemeBenchmark(engine, effort.schemes().plan()).ofApps(texts, synonyms);
        }
    }

    Map<String, Double> furtherSchemes(Path humanTexts, Path wordNet) throws IOException {
        List<String> texts = HumanTexts.read(humanTexts);
        Synonyms synonyms = Synonyms.read(wordNet);
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new SchemeBenchmark(engine, effort.schemes().plan()).further(texts, synonyms);
        }
    }

    Map<String, Double> topics(Path humanTexts, Path wordNet) throws IOException {
        List<String> texts = HumanTexts.read(humanTexts);
        Synonyms synonyms = Synonyms.read(wordNet);
        SchemesEffort schemes = effort.schemes();
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new TopicBenchmark(engine, schemes.plan(), schemes.calibration(), schemes.overhead())
                    .run(texts, synonyms);
        }
    }

    Map<String, Double> calibration(Path humanTexts) {
        List<String> texts = HumanTexts.read(humanTexts);
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return CalibrationBenchmark.run(engine, effort.schemes().calibration(), texts);
        }
    }

    Map<String, Double> markOverhead(Path humanTexts) {
        List<String> texts = HumanTexts.read(humanTexts);
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new OverheadBenchmark(engine, effort.schemes().overhead()).run(texts);
        }
    }

    Map<String, Double> temperatures() {
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new TemperatureBenchmark(engine, effort.schemes().temperatures()).run();
        }
    }

    Map<String, Double> adversary() {
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return new AdversaryBenchmark(engine, effort.adversary()).run();
        }
    }

    /** Nothing where no other model was added to the folder of downloads. */
    Map<String, Double> readers() {
        Optional<WorkerSettings> other = EngineHost.otherSettings(home, downloads);
        if (other.isEmpty()) {
            System.out.println("  left out     readers: no second model judges; ./cloister model add NAME");
            return Map.of();
        }
        try (Engine engine = new WorkerEngine(settings, launcher);
                Engine judge = new WorkerEngine(other.get(), launcher)) {
            return new TextQualityBenchmark(engine, judge, effort.readers()).run();
        }
    }

    Map<String, Double> markSpeed(Path humanTexts) {
        try (Engine engine = new WorkerEngine(settings, launcher)) {
            return DetectionSpeed.run(engine, longText(humanTexts));
        }
    }
}
