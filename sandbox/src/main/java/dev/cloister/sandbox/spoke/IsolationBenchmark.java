package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.mcp.McpClient;
import dev.cloister.sandbox.mcp.ToolResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What isolation costs: the same MCP server with the same calls, once in a spoke and once as a plain process, alternating
 * in one run. Each figure is the median of the paired differences in milliseconds, with a 95 % interval of the median by
 * order statistics at {@code .lo} and {@code .hi}; {@code .plain} is the plain arm's own median.
 */
public final class IsolationBenchmark {

    private static final int WARM_UP_CALLS = 300;
    private static final String TOOL = "convert_units";
    private static final String ARGUMENTS = "{\"quantity\":\"10 km\",\"to\":\"miles\"}";

    private static final McpClient.Collaboration ALONE = (functionality, wish) -> new ToolResult("", true);

    private final SpokeFactory factory;
    private final NodeRuntime node;
    private final AppBundle app;
    private final DataRoom room;

    private IsolationBenchmark(SpokeFactory factory, NodeRuntime node, AppBundle app, DataRoom room) {
        this.factory = factory;
        this.node = node;
        this.app = app;
        this.room = room;
    }

    /**
     * Measures {@code isolation.call_ms} (a warm tool call) and {@code isolation.start_ms} (spawn to the list of tools).
     *
     * @param app the sample app "everyday"
     * @param callPairs how many calls of each arm, at least 200 for figures that are told to others
     * @param startPairs how many cold starts of each arm
     */
    public static Map<String, Double> run(
            SpokeFactory factory, NodeRuntime node, AppBundle app, DataRoom room, int callPairs, int startPairs)
            throws IOException {
        IsolationBenchmark benchmark = new IsolationBenchmark(factory, node, app, room);
        Map<String, Double> figures = new LinkedHashMap<>();
        benchmark.calls(callPairs, figures);
        benchmark.starts(startPairs, figures);
        return figures;
    }

    private void calls(int pairs, Map<String, Double> figures) throws IOException {
        Json.Obj arguments = Json.parseObject(ARGUMENTS);
        try (Spoke spoke = factory.start(app, room);
                PlainServer plain = new PlainServer()) {
            Arm isolated = () -> spoke.callTool(TOOL, ARGUMENTS);
            Arm direct = () -> plain.client.call(TOOL, arguments, ALONE);
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                isolated.run();
                direct.run();
            }
            compare("isolation.call_ms", pairs, isolated, direct, figures);
        }
    }

    private void starts(int pairs, Map<String, Double> figures) throws IOException {
        Arm isolated = () -> factory.start(app, room).close();
        Arm direct = () -> new PlainServer().close();
        isolated.run();
        direct.run();
        compare("isolation.start_ms", pairs, isolated, direct, figures);
    }

    /** The arms take turns at going first, so that neither gains from what the other leaves behind. */
    private static void compare(String name, int pairs, Arm isolated, Arm direct, Map<String, Double> figures)
            throws IOException {
        double[] added = new double[pairs];
        double[] plain = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double first = millis(i % 2 == 0 ? isolated : direct);
            double second = millis(i % 2 == 0 ? direct : isolated);
            plain[i] = i % 2 == 0 ? second : first;
            added[i] = (i % 2 == 0 ? first : second) - plain[i];
        }
        Arrays.sort(added);
        Arrays.sort(plain);
        int reach = (int) Math.ceil(0.98 * Math.sqrt(pairs));
        figures.put(name, added[pairs / 2]);
        figures.put(name + ".lo", added[Math.max(0, pairs / 2 - reach)]);
        figures.put(name + ".hi", added[Math.min(pairs - 1, pairs / 2 + reach)]);
        figures.put(name + ".plain", plain[pairs / 2]);
    }

    private static double millis(Arm arm) throws IOException {
        long start = System.nanoTime();
        arm.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private interface Arm {
        void run() throws IOException;
    }

    /** The app's server as any MCP client would start it. */
    private final class PlainServer implements AutoCloseable {

        private final Process process;
        private final McpClient client;

        private PlainServer() throws IOException {
            process = new ProcessBuilder(
                            node.executable().toString(),
                            app.folder().resolve(app.manifest().entryPoint()).toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            client = McpClient.initialize(process.getInputStream(), process.getOutputStream());
            client.tools();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
