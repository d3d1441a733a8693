package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Tries every layer from inside a real sandbox, in about a second: the CPU limit takes that long to be reached. */
public final class SelfTest {

    private static final long MEMORY = 256L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> NAMESPACES = List.of("pid", "net", "ipc", "uts", "mnt", "cgroup");

    private static final String FORK_MANY = "i=0; while [ $i -lt 40 ]; do sleep 5 & i=$((i+1)); done; echo got through";
    /** Uses what is granted to be reserved only. */
    private static final List<String> FILL =
            List.of("/bin/dd", "if=/dev/urandom", "of=/dev/null", "bs=280M", "count=1", "iflag=fullblock");

    private static final String SPIN = "while :; do :; done";

    private final SandboxTier tier;
    private final JavaRuntime java;

    private SelfTest(SandboxTier tier, JavaRuntime java) {
        this.tier = tier;
        this.java = java;
    }

    /** One result per layer, in the order of {@link Layer}. */
    public static List<LayerResult> run(SandboxTier tier, JavaRuntime java) {
        return new SelfTest(tier, java).run();
    }

    /**
     * Runs the test and returns where every layer holds or is one that apps may do without.
     *
     * @throws SandboxException with LAYER_MISSING and the lines of the layers that do not hold
     */
    public static void require(SandboxTier tier, JavaRuntime java) {
        List<String> missing = run(tier, java).stream()
                .filter(LayerResult::keepsAppsOff)
                .map(LayerResult::line)
                .toList();
        if (!missing.isEmpty()) {
            throw new SandboxException(
                    SandboxException.Code.LAYER_MISSING,
                    "Apps stay off, since the sandbox does not hold:\n" + String.join("\n", missing));
        }
    }

    private List<LayerResult> run() {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("self-test").factory())) {
            CompletableFuture<Outcome> cpu = CompletableFuture.supplyAsync(() -> shell(SPIN, 8, 1), threads);
            CompletableFuture<Outcome> processes =
                    CompletableFuture.supplyAsync(() -> shell(FORK_MANY, 16, 5), threads);
            CompletableFuture<Outcome> total = CompletableFuture.supplyAsync(
                    () -> await(spec(FILL, List.of(), limits(64L << 20, 16, 5), MEMORY)), threads);
            Map<Layer, String> escapes = escapes();
            judge(escapes, Layer.CPU_LIMIT, cpu.get(), 137, "a process used more CPU time than the limit");
            judge(escapes, Layer.PROCESS_LIMIT, processes.get(), 2, "more processes ran than the limit");
            judge(escapes, Layer.TOTAL_LIMIT, total.get(), 137, "more memory was used than the whole sandbox may");
            if (!tier.boundsEachProcess() && escapes.containsKey(Layer.TOTAL_LIMIT)) {
                escapes.put(Layer.MEMORY_LIMIT, escapes.get(Layer.TOTAL_LIMIT));
            }
            Map<Layer, String> absent = tier.absent();
            return Arrays.stream(Layer.values())
                    .map(layer -> verdict(layer, absent, escapes))
                    .toList();
        } catch (ExecutionException e) {
            throw new SandboxException(
                    SandboxException.Code.SANDBOX_FAILED, "The sandbox's self-test could not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(SandboxException.Code.SANDBOX_FAILED, "The sandbox's self-test was ended", e);
        }
    }

    private static LayerResult verdict(Layer layer, Map<Layer, String> absent, Map<Layer, String> escapes) {
        String why = absent.get(layer);
        if (why != null) {
            return new LayerResult(layer, LayerResult.Verdict.ABSENT, why);
        }
        String escape = escapes.get(layer);
        return escape == null
                ? new LayerResult(layer, LayerResult.Verdict.HOLDS, "tried from inside")
                : new LayerResult(layer, LayerResult.Verdict.MISSING, escape);
    }

    private static void judge(Map<Layer, String> escapes, Layer layer, Outcome outcome, int expected, String escape) {
        if (outcome.status() != expected) {
            escapes.put(layer, escape + " (status " + outcome.status() + " " + outcome.firstError() + ")");
        }
    }

    private Map<Layer, String> escapes() {
        Map<Layer, String> escapes = new EnumMap<>(Layer.class);
        Outcome outcome = probe();
        if (!outcome.output().endsWith("done\n")) {
            for (Layer layer : Layer.values()) {
                escapes.put(layer, "no sandbox could be started (" + outcome.firstError() + ")");
            }
            return escapes;
        }
        for (String line :
                outcome.output().lines().filter(each -> each.contains("\t")).toList()) {
            String[] parts = line.split("\t", 2);
            escapes.merge(Layer.valueOf(parts[0]), parts[1], (one, other) -> one + ", " + other);
        }
        return escapes;
    }

    private Outcome probe() {
        try {
            Path hostFile = Files.createTempFile("cloister-probe", ".txt");
            try {
                List<String> arguments = new ArrayList<>(
                        List.of(Long.toString(tier.boundsEachProcess() ? MEMORY : 0), hostFile.toString(), hostUser()));
                for (String kind : NAMESPACES) {
                    arguments.add(Files.readSymbolicLink(Path.of("/proc/self/ns", kind))
                            .toString());
                }
                List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
                return await(spec(
                        java.command(ProbeMain.class.getName(), options, arguments),
                        java.mounts(),
                        limits(MEMORY, 64, 20),
                        0));
            } finally {
                Files.delete(hostFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hostUser() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    }

    private Outcome shell(String script, int processes, int cpuSeconds) {
        return await(spec(List.of("/bin/sh", "-c", script), List.of(), limits(MEMORY, processes, cpuSeconds), 0));
    }

    private static ProcessSpec.Limits limits(long memory, int processes, int cpuSeconds) {
        return new ProcessSpec.Limits(memory, processes, Duration.ofSeconds(cpuSeconds), 256, 1L << 20);
    }

    private static SandboxSpec spec(
            List<String> command, List<Mount> mounts, ProcessSpec.Limits limits, long reservedBytes) {
        return new SandboxSpec("self-test", command, Map.of(), mounts, limits, 1L << 20, false, reservedBytes);
    }

    private Outcome await(SandboxSpec spec) {
        try {
            Process process = tier.launch(spec);
            try {
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    return new Outcome(-1, "", "did not end within " + PATIENCE.toSeconds() + " s");
                }
                return new Outcome(
                        process.exitValue(),
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Outcome(int status, String output, String errors) {

        String firstError() {
            return errors.lines().findFirst().orElse("no message");
        }
    }
}
