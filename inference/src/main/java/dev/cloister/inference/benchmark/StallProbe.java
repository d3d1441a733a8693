package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a running answer waits for its next token while another session's long prompt is computed. */
final class StallProbe {

    private static final int PROMPT_TOKENS = 1_900;

    /** Plain text that a model continues for as long as it is let, so that each token brings text and comes at once. */
    private static final String COUNTING = "1, 2, 3, 4,";

    private static final int COUNTED = 400;

    private final Engine engine;
    private final int chunkTokens;
    private final Prompt longPrompt;
    private final int promptTokens;
    private final List<Double> prefill = new ArrayList<>();
    private final List<Double> alone = new ArrayList<>();
    private final List<Double> stalled = new ArrayList<>();
    private final List<Double> longest = new ArrayList<>();
    private int asked;

    StallProbe(Engine engine, int chunkTokens) {
        this.engine = engine;
        this.chunkTokens = chunkTokens;
        StringBuilder text = new StringBuilder();
        int room = Math.min(PROMPT_TOKENS, engine.model().contextTokens() - 16);
        for (int i = 0; engine.tokenize(text + sentence(i)).length <= room; i++) {
            text.append(sentence(i));
        }
        longPrompt = new Prompt.Text(text.toString());
        promptTokens = engine.tokenize(text.toString()).length;
    }

    /** Measures once more. */
    void round() {
        prefill.add(prefillSeconds());
        alone.addAll(gaps(false));
        List<Double> gaps = gaps(true);
        stalled.addAll(gaps);
        longest.add(gaps.stream().max(Double::compare).orElse(0.0));
    }

    /** Adds the figures of all rounds under names that begin with the prefix. */
    void report(Map<String, Double> figures, String prefix) {
        int chunks = (promptTokens + chunkTokens - 1) / chunkTokens;
        figures.put(prefix + "prompt.tokens", (double) promptTokens);
        PairedRatios.of(prefill.stream().mapToDouble(seconds -> promptTokens / seconds))
                .addTo(figures, prefix + "prompt.tokens_per_second");
        figures.put(prefix + "chunk_ms", 1e3 * median(prefill) / chunks);
        figures.put(prefix + "gap_ms.alone", 1e3 * median(alone));
        figures.put(prefix + "gap_ms.median", 1e3 * median(stalled));
        figures.put(prefix + "gap_ms.median_of_longest", 1e3 * median(longest));
        figures.put(
                prefix + "gap_ms.max",
                1e3 * longest.stream().max(Double::compare).orElse(0.0));
    }

    private double prefillSeconds() {
        long start = System.nanoTime();
        try (Generation generation = engine.generate(longPrompt())) {
            generation.next();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Seconds between the tokens of an answer; beside a long prompt those from its arrival to its first token. */
    private List<Double> gaps(boolean besidePrompt) {
        List<Double> gaps = new ArrayList<>();
        CountDownLatch computed = new CountDownLatch(1);
        try (Generation counting =
                engine.generate(GenerationRequest.of(fresh(), new Prompt.Text(COUNTING), Sampling.greedy(), COUNTED))) {
            for (int i = 0; i < 8; i++) {
                counting.next();
            }
            if (besidePrompt) {
                Thread.ofVirtual().start(() -> {
                    prefillSeconds();
                    computed.countDown();
                });
            }
            long last = System.nanoTime();
            Optional<GeneratedToken> token = counting.next();
            while (token.isPresent() && computed.getCount() > 0 && (besidePrompt || gaps.size() < 32)) {
                long now = System.nanoTime();
                gaps.add((now - last) / 1e9);
                last = now;
                token = counting.next();
            }
        }
        if (besidePrompt) {
            await(computed);
        }
        return gaps;
    }

    private GenerationRequest longPrompt() {
        return GenerationRequest.of(fresh(), longPrompt, Sampling.greedy(), 1);
    }

    /** A session that nothing is kept of. */
    private Session fresh() {
        return new Session("benchmark", "stall " + asked++, "benchmark");
    }

    private static String sentence(int number) {
        return "On day %d the keeper wrote down the wind, the tide and the ships that passed. ".formatted(number);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the long prompt took more than five minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
