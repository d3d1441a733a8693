package dev.cloister.sandbox.benchmark;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.hub.EngineModels;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.SandboxTier;
import dev.cloister.sandbox.plan.ExampleIndex;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.Planner;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * IsolateGPT's four kinds of query with the real model, beside two arms that exist here only: the same hub and spokes without
 * an operating system's sandbox, and all tools in one process. Prompts and sampling are the same in all arms, so that the
 * model writes the same tokens; a query's three runs follow each other in turning order. Planning is part of the isolated
 * arms' time and, as one embedding of the words, of the other's.
 */
public final class QueryBenchmark {

    private static final int PLAIN_TOKENS = 48;

    private final Engine engine;
    private final BubblewrapLauncher launcher;
    private final JavaRuntime java;
    private final double threshold;

    /**
     * @param threshold the hub's own, see {@link Planner}
     */
    public QueryBenchmark(Engine engine, BubblewrapLauncher launcher, JavaRuntime java, double threshold) {
        this.engine = engine;
        this.launcher = launcher;
        this.java = java;
        this.threshold = threshold;
    }

    /**
     * Measures {@code query.*}: ratios of times, isolated over one process, and {@code .bare_ratio} over no sandbox.
     *
     * @param rounds queries of each kind, 25 at most
     */
    public Map<String, Double> run(Path work, int rounds) {
        Map<String, AppBundle> bundles = new LinkedHashMap<>();
        QueryApps.ALL.forEach(app -> bundles.put(app.name(), app.write(work.resolve(app.name()))));
        Map<String, ScriptedApp> scripted =
                QueryApps.ALL.stream().collect(Collectors.toMap(ScriptedApp::name, Function.identity()));
        Planner planner = new Planner(new ExampleIndex(engine::embed).among(List.copyOf(bundles.values())), threshold);
        Map<QueryKind, List<double[]>> ratios = new EnumMap<>(QueryKind.class);
        try (Arm isolated = new HubArm(factory(launcher), bundles, work.resolve("one"), models("isolated"));
                Arm bare = new HubArm(factory(new BareTier()), bundles, work.resolve("two"), models("bare"));
                Arm process = new OneProcessArm(scripted, models("process"))) {
            List<Function<String, String>> arms = List.of(
                    words -> planned(isolated, planner, words),
                    words -> planned(bare, planner, words),
                    words -> unplanned(process, planner, words));
            for (QueryKind kind : QueryKind.values()) {
                var unused = times(arms, kind.words("Bonn"), 0);
                List<double[]> all = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    all.add(times(arms, kind.words(QueryApps.PLACES.get(round)), round));
                }
                ratios.put(kind, all);
            }
        }
        return figures(ratios);
    }

    /** The times of one query in each arm, in milliseconds; whoever goes first changes. */
    private static double[] times(List<Function<String, String>> arms, String words, int round) {
        double[] millis = new double[arms.size()];
        String[] answers = new String[arms.size()];
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.rotate(order, round);
        for (int arm : order) {
            long start = System.nanoTime();
            answers[arm] = arms.get(arm).apply(words);
            millis[arm] = (System.nanoTime() - start) / 1e6;
        }
        if (!answers[0].equals(answers[2]) || !answers[1].equals(answers[2])) {
            throw new IllegalStateException("the arms answered differently: " + Arrays.toString(answers));
        }
        return millis;
    }

    private String planned(Arm arm, Planner planner, String words) {
        Optional<Plan> plan = planner.plan(words).map(Planner.Proposal::plan);
        return plan.isPresent() ? arm.carryOut(plan.get()) : plain(words);
    }

    /** The same plan for free: one embedding is what finding a tool costs without a hub as well. */
    private String unplanned(Arm arm, Planner planner, String words) {
        return planned(arm, planner, words);
    }

    private String plain(String words) {
        GenerationRequest request = GenerationRequest.of(
                new Session("bench", "user", "plain"),
                new Prompt.Chat(List.of(ChatMessage.user(words))),
                Sampling.greedy(),
                PLAIN_TOKENS);
        StringBuilder text = new StringBuilder();
        try (Generation generation = engine.generate(request)) {
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                text.append(token.get().text());
            }
        }
        return text.toString();
    }

    private EngineModels models(String arm) {
        return new EngineModels(engine, "bench", arm);
    }

    private SpokeFactory factory(SandboxTier tier) {
        return new SpokeFactory(tier, java, NodeRuntime.find(), SpokeLimits.usual());
    }

    private static Map<String, Double> figures(Map<QueryKind, List<double[]>> times) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<Double> all = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        times.forEach((kind, list) -> {
            List<Double> ratios = list.stream().map(one -> one[0] / one[2]).toList();
            all.addAll(ratios);
            bare.addAll(list.stream().map(one -> one[0] / one[1]).toList());
            figures.put("query." + kind.figure() + ".median_ratio", quantile(ratios, 0.5));
            figures.put(
                    "query." + kind.figure() + ".median_ms",
                    quantile(list.stream().map(one -> one[0]).toList(), 0.5));
        });
        figures.put("query.median_ratio", quantile(all, 0.5));
        figures.put("query.p95_ratio", quantile(all, 0.95));
        figures.put(
                "query.share_under_1_30", all.stream().filter(one -> one < 1.30).count() / (double) all.size());
        figures.put("query.median_ratio.over_bare", quantile(bare, 0.5));
        figures.put("query.p95_ratio.over_bare", quantile(bare, 0.95));
        figures.put("query.count", (double) all.size());
        return figures;
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
