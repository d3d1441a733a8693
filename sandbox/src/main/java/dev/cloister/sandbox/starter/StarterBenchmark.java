package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.HostUser;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs that another process starts sandboxes: the same sandbox with the same round trips, once started by this
 * process and once by a starter, taking turns in one run. Each figure is the median of the paired differences in milliseconds,
 * with a 95 % interval of the median by order statistics at {@code .lo} and {@code .hi}; {@code .plain} is the median without
 * a starter.
 */
public final class StarterBenchmark {

    private static final int WARM_UP_CALLS = 300;
    private static final int WARM_UP_STARTS = 3;
    private static final SandboxSpec ECHO = new SandboxSpec(
            "echo",
            List.of("/bin/cat"),
            Map.of(),
            List.of(),
            new ProcessSpec.Limits(64L << 20, 8, Duration.ofSeconds(60), 64, 1L << 20),
            1L << 20,
            false);

    private StarterBenchmark() {}

    /**
     * Measures {@code starter.start_ms} (start to the first byte back) and {@code starter.call_ms} (a byte there and back).
     *
     * @return nothing elsewhere than as root, who alone can start for another user
     */
    public static Map<String, Double> run(int callPairs, int startPairs) throws IOException {
        HostUser host = HostUser.current();
        Map<String, Double> figures = new LinkedHashMap<>();
        if (!host.givesIds()) {
            return figures;
        }
        BubblewrapLauncher direct = BubblewrapLauncher.create();
        try (StarterFolder folder = StarterFolder.make(GatewayUser.of(List.of(), host));
                StarterSocket unused = StarterSocket.listen(
                        folder.path(),
                        Files.createDirectory(folder.path().resolve("own")),
                        new Places(List.of(), List.of(), List.of(), folder.user()),
                        kind -> direct)) {
            SandboxTier started = StarterTier.connect(StarterSocket.path(folder.path()), Kind.STANDARD);
            starts(started, direct, startPairs, figures);
            calls(started, direct, callPairs, figures);
        }
        return figures;
    }

    private static void starts(SandboxTier started, SandboxTier direct, int pairs, Map<String, Double> figures)
            throws IOException {
        for (int i = 0; i < WARM_UP_STARTS; i++) {
            start(started);
            start(direct);
        }
        compare("starter.start_ms", pairs, () -> start(started), () -> start(direct), figures);
    }

    private static void calls(SandboxTier started, SandboxTier direct, int pairs, Map<String, Double> figures)
            throws IOException {
        Process one = started.launch(ECHO);
        Process other = direct.launch(ECHO);
        try {
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                call(one);
                call(other);
            }
            compare("starter.call_ms", pairs, () -> call(one), () -> call(other), figures);
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private static void start(SandboxTier tier) throws IOException {
        Process process = tier.launch(ECHO);
        try {
            call(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void call(Process process) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write('x');
        out.flush();
        InputStream in = process.getInputStream();
        if (in.read() != 'x') {
            throw new IOException("the sandbox does not answer");
        }
    }

    private static void compare(String name, int pairs, Arm started, Arm direct, Map<String, Double> figures)
            throws IOException {
        double[] added = new double[pairs];
        double[] plain = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double first = millis(i % 2 == 0 ? started : direct);
            double second = millis(i % 2 == 0 ? direct : started);
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
}
