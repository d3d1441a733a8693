package dev.cloister.gateway.benchmark;

import dev.cloister.gateway.engine.EngineHost;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.hub.Router;
import dev.cloister.gateway.redteam.RedTeamRun;
import dev.cloister.inference.Engine;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.benchmark.QueryBenchmark;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.redteam.Outcome;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.IsolationBenchmark;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import dev.cloister.sandbox.starter.StarterBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What isolation costs and what it stops. */
final class IsolationParts {

    private static final int WARM = 50;

    private final Home home;
    private final Path downloads;
    private final Effort effort;
    private final BubblewrapLauncher launcher = BubblewrapLauncher.create();
    private final JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
    private final NodeRuntime node = NodeRuntime.find();

    IsolationParts(Home home, Path downloads, Effort effort) {
        this.home = home;
        this.downloads = downloads;
        this.effort = effort;
    }

    /**
     * {@code spoke.*}: a call, a start, and the memory of fifty that wait; {@code starter.*}: what it adds that another
     * process starts them.
     */
    Map<String, Double> spokes() throws IOException {
        SpokeFactory factory = new SpokeFactory(launcher, java, node, SpokeLimits.usual());
        AppBundle app = SampleApps.everyday(home.spokes().resolve("bundles"));
        DataRoom room = DataRoom.open(home.spokes().resolve("data"));
        Map<String, Double> figures = new TreeMap<>();
        IsolationBenchmark.run(factory, node, app, room, effort.callPairs(), effort.startPairs())
                .forEach((name, value) -> figures.put(name.replace("isolation.", "spoke."), value));
        figures.put("spoke.call_pairs", (double) effort.callPairs());
        figures.put("spoke.start_pairs", (double) effort.startPairs());
        memory(factory, app, room, figures);
        figures.putAll(StarterBenchmark.run(effort.callPairs(), effort.startPairs()));
        return figures;
    }

    private static void memory(SpokeFactory factory, AppBundle app, DataRoom room, Map<String, Double> figures) {
        List<Spoke> warm = new ArrayList<>();
        try {
            for (int i = 0; i < WARM; i++) {
                warm.add(factory.start(app, room));
            }
            ProcessMemory memory = new ProcessMemory(ProcessHandle.current());
            Predicate<ProcessMemory.Seen> operators = seen -> seen.runs("java", "dev.cloister.sandbox.spoke.");
            Predicate<ProcessMemory.Seen> servers = seen -> seen.program().equals("node");
            Predicate<ProcessMemory.Seen> wrappers = seen -> seen.program().equals("bwrap");
            double operator = memory.proportional(operators);
            double server = memory.proportional(servers);
            double wrapper = memory.proportional(wrappers);
            figures.put("spoke.warm", (double) WARM);
            figures.put("spoke.warm.bytes", operator + server + wrapper);
            figures.put("spoke.warm.operator_bytes", operator / WARM);
            figures.put("spoke.warm.server_bytes", server / WARM);
            figures.put("spoke.warm.wrapper_bytes", wrapper / WARM);
        } finally {
            warm.forEach(Spoke::close);
        }
    }

    /** {@code query.*}: IsolateGPT's queries, over one process and over the same processes without a sandbox. */
    Map<String, Double> queries() {
        try (Engine engine = new WorkerEngine(EngineHost.settings(home, downloads), launcher)) {
            return new QueryBenchmark(engine, launcher, java, Router.APP_COSINE)
                    .run(home.spokes().resolve("queries"), effort.queries());
        }
    }

    /** {@code obedient.*}, {@code model.*}, {@code unprotected.*}: the red team's sums. */
    Map<String, Double> attacks() {
        List<Outcome> outcomes = new RedTeamRun(home, downloads, outcome -> {}).run(effort.attacksEvery());
        Map<String, Double> figures = new TreeMap<>();
        List<Outcome> unprotected = of(outcomes, arm -> arm.endsWith("unprotected"));
        List<Outcome> obedient = of(outcomes, arm -> arm.equals("obedient (scripted)"));
        List<Outcome> model = of(outcomes, arm -> !arm.contains("(scripted)"));
        sums("unprotected", unprotected, figures);
        sums("obedient", obedient, figures);
        sums("model", model, figures);
        figures.put("obedient.tasks_done_ratio", done(obedient) / done(unprotected));
        figures.put("attacks.scenarios", (double) obedient.size());
        return figures;
    }

    private static void sums(String arm, List<Outcome> outcomes, Map<String, Double> figures) {
        figures.put(arm + ".unpermitted_calls", (double)
                outcomes.stream().mapToInt(one -> one.unpermitted().size()).sum());
        figures.put(
                arm + ".attacks_share",
                outcomes.stream().filter(Outcome::attacked).count() / (double) outcomes.size());
        figures.put(arm + ".tasks_done_share", done(outcomes) / outcomes.size());
        figures.put(
                arm + ".dialogs_per_task",
                outcomes.stream().mapToInt(Outcome::dialogs).average().orElse(0));
    }

    private static double done(List<Outcome> outcomes) {
        return outcomes.stream().filter(Outcome::done).count();
    }

    private static List<Outcome> of(List<Outcome> outcomes, Predicate<String> arm) {
        Stream<Outcome> some = outcomes.stream().filter(one -> arm.test(one.arm()));
        return some.toList();
    }
}
