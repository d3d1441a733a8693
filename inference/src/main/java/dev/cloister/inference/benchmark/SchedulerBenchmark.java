package dev.cloister.inference.benchmark;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.session.SchedulerCounters;
import dev.cloister.inference.session.SchedulerSettings;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What many sessions cost a worker: memory of idle and active ones over time, and the longest that an answer waits for
 * its next token while another session's long prompt is computed.
 */
public final class SchedulerBenchmark {

    private static final int IDLE = 200;
    private static final int ACTIVE = 16;
    private static final int CONTEXT_TOKENS = 2048;
    private static final int STALL_ROUNDS = 5;
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(500);

    private SchedulerBenchmark() {}

    /**
     * Runs the benchmark with 200 idle and 16 active sessions.
     *
     * @param settings the worker; its number of sequences and its context are replaced
     * @param hold how long the sessions are held, five minutes for a figure to report
     * @return the figures by name: {@code idle.bytes_per_session}, {@code rss_bytes.start}, {@code .end} and
     *     {@code .growth} (medians of the first and the last fifth of the time), {@code gap_ms.max} and {@code chunk_ms},
     *     and what explains them
     */
    public static Map<String, Double> run(WorkerSettings settings, ProcessLauncher launcher, Duration hold) {
        return run(settings, launcher, hold, IDLE, ACTIVE, STALL_ROUNDS);
    }

    static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, Duration hold, int idle, int active, int stallRounds) {
        Map<String, Double> figures = new TreeMap<>();
        WorkerSettings held = settings.withContext(settings.threads(), CONTEXT_TOKENS, active);
        try (WorkerEngine engine = new WorkerEngine(held, launcher)) {
            StallProbe probe = new StallProbe(engine, held.scheduling().chunkTokens());
            for (int i = 0; i < stallRounds; i++) {
                probe.round();
            }
            probe.report(figures, "");
        }
        try (WorkerEngine engine = new WorkerEngine(held, launcher);
                HeldSessions sessions = new HeldSessions(engine, idle, active)) {
            hold(figures, engine, hold);
            figures.put("sessions.idle", (double) idle);
            figures.put("sessions.active", (double) active);
            figures.put("answers", (double) sessions.answers());
        }
        return figures;
    }

    /**
     * What a chunk's size does to a prompt's speed and to the longest gap, for 32, 64, 128 and 256 tokens in turns.
     *
     * @param rounds of each size
     * @return the figures by name: {@code chunk.SIZE.prompt.tokens_per_second}, {@code chunk.SIZE.gap_ms.median} and
     *     {@code .max}, and what explains them
     */
    public static Map<String, Double> runChunks(WorkerSettings settings, ProcessLauncher launcher, int rounds) {
        List<WorkerEngine> engines = new ArrayList<>();
        Map<Integer, StallProbe> probes = new TreeMap<>();
        try {
            for (int tokens = 32; tokens <= 256; tokens *= 2) {
                engines.add(new WorkerEngine(withChunks(settings, tokens), launcher));
                probes.put(tokens, new StallProbe(engines.getLast(), tokens));
            }
            for (int i = 0; i < rounds; i++) {
                probes.values().forEach(StallProbe::round);
            }
        } finally {
            engines.forEach(WorkerEngine::close);
        }
        Map<String, Double> figures = new TreeMap<>();
        probes.forEach((tokens, probe) -> probe.report(figures, "chunk." + tokens + "."));
        figures.put("chunk.rounds", (double) rounds);
        return figures;
    }

    private static WorkerSettings withChunks(WorkerSettings settings, int tokens) {
        SchedulerSettings now = settings.scheduling();
        return settings.withContext(settings.threads(), CONTEXT_TOKENS, 2)
                .withScheduling(new SchedulerSettings(now.waiting(), now.waitingPerUser(), tokens, now.idleBytes()));
    }

    private static void hold(Map<String, Double> figures, WorkerEngine engine, Duration hold) {
        List<Double> resident = new ArrayList<>();
        List<Double> perSession = new ArrayList<>();
        long start = System.nanoTime();
        while (resident.isEmpty() || System.nanoTime() - start < hold.toNanos()) {
            LockSupport.parkNanos(BETWEEN_READINGS.toNanos());
            resident.add(ResidentMemory.bytes(engine.worker()));
            SchedulerCounters counters = engine.counters();
            perSession.add(counters.swappedBytes() / (double) Math.max(1, counters.swapped()));
        }
        SchedulerCounters counters = engine.counters();
        int fifth = Math.max(1, resident.size() / 5);
        double before = StallProbe.median(resident.subList(0, fifth));
        double after = StallProbe.median(resident.subList(resident.size() - fifth, resident.size()));
        figures.put("rss_bytes.start", before);
        figures.put("rss_bytes.end", after);
        figures.put("rss_bytes.growth", after - before);
        figures.put("idle.bytes_per_session", StallProbe.median(perSession));
        figures.put("idle.swapped", (double) counters.swapped());
        figures.put("step_ms.longest", counters.longestStep().toNanos() / 1e6);
        figures.put("tokens.generated", (double) counters.generatedTokens());
        figures.put("tokens.cached", (double) counters.cachedTokens());
        figures.put("seconds", (System.nanoTime() - start) / 1e9);
    }
}
