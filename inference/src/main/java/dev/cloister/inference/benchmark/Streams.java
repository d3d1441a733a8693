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
     * @param firstMs milliseconds from the request to its first token
     * @param restMs milliseconds from there to its last
     */
    record Seen(double firstMs, double restMs, int tokens) {

        /** Tokens per second of several answers that began together. */
        static double tokensPerSecond(List<Seen> all) {
            double longest = all.stream()
                    .mapToDouble(one -> one.firstMs() + one.restMs())
                    .max()
                    .orElseThrow();
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
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                GenerationRequest request = GenerationRequest.of(
                        new Session(TENANT, user(i, seed), "benchmark"),
                        new Prompt.Text(prompt),
                        Sampling.plain(seed + i),
                        tokens);
                running.add(threads.submit(() -> read(request)));
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

    private Seen read(GenerationRequest request) {
        long start = System.nanoTime();
        try (Generation generation = engine.generate(request)) {
            int count = generation.next().isPresent() ? 1 : 0;
            long first = System.nanoTime();
            while (generation.next().isPresent()) {
                count++;
            }
            return new Seen((first - start) / 1e6, (System.nanoTime() - first) / 1e6, count);
        }
    }
}
