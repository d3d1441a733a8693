package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several answers at once, each of a user of its own who is forgotten afterwards, as seen by who asks. */
final class Streams {

    private static final String TENANT = "benchmark";

    private final Engine engine;

    Streams(Engine engine) {
        this.engine = engine;
    }

    /**
     * What one of them saw.
     *
     * @param atMs when each token came, in milliseconds from when all were asked for
     */
    record Seen(List<Double> atMs) {

        double firstMs() {
            return atMs.getFirst();
        }

        double lastMs() {
            return atMs.getLast();
        }

        int tokens() {
            return atMs.size();
        }

        /** Tokens per second from when the last answer has begun until the first one ends: while all of them run. */
        static double tokensPerSecondTogether(List<Seen> all) {
            double begun = all.stream().mapToDouble(Seen::firstMs).max().orElseThrow();
            double ended = all.stream().mapToDouble(Seen::lastMs).min().orElseThrow();
            long tokens = all.stream()
                    .flatMap(one -> one.atMs().stream())
                    .filter(at -> at > begun && at <= ended)
                    .count();
            return tokens / (ended - begun) * 1e3;
        }

        /** Tokens per second of several answers that began together. */
        static double tokensPerSecond(List<Seen> all) {
            double longest = all.stream().mapToDouble(Seen::lastMs).max().orElseThrow();
            return all.stream().mapToInt(Seen::tokens).sum() / longest * 1e3;
        }

        /** Mean milliseconds to the first token. */
        static double firstMs(List<Seen> all) {
            return all.stream().mapToDouble(Seen::firstMs).average().orElseThrow();
        }
    }

    /** Asks for so many answers of so many tokens at the same time. */
    List<Seen> run(int streams, int tokens, long seed, String prompt) {
        try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            long start = System.nanoTime();
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                GenerationRequest request = GenerationRequest.of(
                        new Session(TENANT, user(i, seed), "benchmark"),
                        new Prompt.Text(prompt),
                        Sampling.plain(seed + i),
                        tokens);
                running.add(threads.submit(() -> read(request, start)));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> one : running) {
                seen.add(one.get());
            }
            for (int i = 0; i < streams; i++) {
                engine.forgetUser(TENANT, user(i, seed));
            }
            return seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer failed", e);
        }
    }

    private static String user(int stream, long seed) {
        return "user-" + stream + "-" + seed;
    }

    private Seen read(GenerationRequest request, long start) {
        List<Double> atMs = new ArrayList<>();
        try (Generation generation = engine.generate(request)) {
            while (generation.next().isPresent()) {
                atMs.add((System.nanoTime() - start) / 1e6);
            }
        }
        if (atMs.isEmpty()) {
            throw new IllegalStateException("an answer has no token");
        }
        return new Seen(atMs);
    }
}
