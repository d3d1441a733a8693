package dev.cloister.gateway.benchmark;

import dev.cloister.gateway.home.Home;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packaged gateway as a process: how long it takes until a person can chat, and the memory of its processes while it
 * is idle after one answer. The start that makes the home is not timed.
 *
 * <p>Figures: {@code gateway.ready_s} (median; {@code .min} and {@code .max} beside it, since a few starts give no
 * interval), {@code gateway.first_ready_s} (the start that makes the home) and {@code memory.*_bytes}.
 */
final class GatewayPart {

    private static final String PLAIN = "Write one sentence about the sea.";
    private static final String FOR_THE_APP = "Convert 12 miles to kilometres.";

    private final Home home;
    private final Path downloads;
    private final int starts;

    GatewayPart(Home home, Path downloads, int starts) {
        this.home = home;
        this.downloads = downloads;
        this.starts = starts;
    }

    Map<String, Double> run() {
        Map<String, Double> figures = new TreeMap<>();
        String password;
        try (GatewayProcess first = GatewayProcess.start(home, downloads)) {
            figures.put("gateway.first_ready_s", first.secondsToReady());
            password = first.password();
        }
        double[] seconds = new double[starts];
        for (int i = 0; i < starts; i++) {
            try (GatewayProcess gateway = GatewayProcess.start(home, downloads)) {
                seconds[i] = gateway.secondsToReady();
                if (i == starts - 1) {
                    memory(gateway, password, figures);
                }
            }
        }
        Arrays.sort(seconds);
        figures.put("gateway.ready_s", seconds[starts / 2]);
        figures.put("gateway.ready_s.min", seconds[0]);
        figures.put("gateway.ready_s.max", seconds[starts - 1]);
        figures.put("gateway.starts", (double) starts);
        return figures;
    }

    private static void memory(GatewayProcess gateway, String password, Map<String, Double> figures) {
        ChatVisit visit = ChatVisit.signIn(gateway.uri(), "admin", password);
        visit.ask(PLAIN);
        ProcessMemory memory = new ProcessMemory(gateway.handle());
        figures.put(
                "memory.gateway_bytes",
                some(memory.resident(process -> process.id() == gateway.handle().pid())));
        figures.put(
                "memory.engine_bytes",
                some(memory.resident(process -> process.runs("java", "dev.cloister.inference.worker"))));
        figures.put("memory.database_bytes", some(memory.proportional(process -> process.program()
                .startsWith("postgres"))));
        figures.put("memory.database_processes_read_as_rss", (double) memory.readAsRss());
        visit.ask(FOR_THE_APP);
        figures.put(
                "memory.spoke_bytes",
                some(memory.resident(process -> process.runs("java", "dev.cloister.sandbox.spoke")))
                        + some(memory.resident(process -> process.runs("node", "/app/"))));
    }

    /** A figure of nothing would look like a small one. */
    private static double some(long bytes) {
        if (bytes == 0) {
            throw new IllegalStateException("A process of the gateway that is to be measured does not run");
        }
        return bytes;
    }
}
