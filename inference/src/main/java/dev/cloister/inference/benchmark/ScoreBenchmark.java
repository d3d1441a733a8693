package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import dev.cloister.inference.score.Perplexity;
import dev.cloister.inference.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What log-probabilities of given texts cost beside a plain prefill of the same tokens: the bare loop reads each text in
 * chunks of the scheduler's size and asks for the last row only, in the same process with the worker's threads.
 * {@code logprobs.ratio} compares wall-clock speeds. Scoring uses every core, one thread a text, where no answers run; a prefill uses
 * the worker's threads ({@code logprobs.threads}, {@code prefill.threads}); {@code logprobs.ratio_per_thread} is what is
 * left when that is divided out, most of it the output layer, which a prefill computes for one token a text only;
 * {@code logprobs.ratio_per_thread_same_rows} is the same beside a prefill that computes the logits after every token too.
 * {@code chat.beside_scoring.ratio} is an answer's speed beside a scoring over its speed alone.
 */
public final class ScoreBenchmark {

    private static final int WINDOW = 512;
    private static final int MOST_LANES = 8;
    private static final int ANSWER = 64;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private ScoreBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param text a long text, of 512 tokens and more
     * @param pairs how many pairs of one scoring and one prefill of the same eight windows
     * @param budget when to stop although there are fewer; at least one pair is made
     */
    public static Map<String, Double> run(
            WorkerSettings settings, ProcessLauncher launcher, String text, int pairs, Duration budget) {
        long start = System.nanoTime();
        int window = Math.min(WINDOW, settings.contextTokens());
        Map<String, Double> figures = new TreeMap<>();
        try (MeasuredWorker worker = new MeasuredWorker(settings, launcher)) {
            Engine engine = worker.engine();
            List<int[]> windows = Perplexity.windows(engine, text, window, 8);
            int tokens = windows.size() * window;
            for (int i = 0; i < 2; i++) {
                scoreSeconds(engine, windows);
                worker.prefill(windows);
            }
            List<double[]> seconds = new ArrayList<>();
            do {
                double scored = scoreSeconds(engine, windows);
                seconds.add(new double[] {scored, worker.prefill(windows), worker.prefillEveryRow(windows)});
            } while (seconds.size() < pairs && System.nanoTime() - start < budget.toNanos());
            double lanes = Math.min(
                    windows.size(), Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
            PairedRatios.of(seconds.stream().mapToDouble(pair -> pair[1] / pair[0]))
                    .addTo(figures, "logprobs.ratio");
            PairedRatios.of(seconds.stream().mapToDouble(pair -> pair[1] / pair[0] * settings.threads() / lanes))
                    .addTo(figures, "logprobs.ratio_per_thread");
            PairedRatios.of(seconds.stream().mapToDouble(pair -> pair[2] / pair[0] * settings.threads() / lanes))
                    .addTo(figures, "logprobs.ratio_per_thread_same_rows");
            PairedRatios.of(seconds.stream().mapToDouble(pair -> tokens / pair[0]))
                    .addTo(figures, "logprobs.tokens_per_s");
            PairedRatios.of(seconds.stream().mapToDouble(pair -> tokens / pair[1]))
                    .addTo(figures, "prefill.tokens_per_s");
            figures.put("logprobs.threads", lanes);
            figures.put("prefill.threads", (double) settings.threads());
            figures.put("logprobs.pairs", (double) seconds.size());
            besideScoring(engine, windows, Math.max(1, pairs / 4), figures);
        }
        return figures;
    }

    private static void besideScoring(Engine engine, List<int[]> windows, int pairs, Map<String, Double> figures) {
        List<ScoredText> many = new ArrayList<>();
        while (many.size() < ScoreRequest.MOST_TEXTS - windows.size()) {
            windows.forEach(window -> many.add(new ScoredText.Tokens(new int[0], window)));
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            double alone = answerSeconds(engine);
            try (Scoring scoring = engine.score(new ScoreRequest(SESSION, Variant.BASE, many, 0, List.of()))) {
                if (scoring.next().isEmpty()) {
                    throw ended();
                }
                ratios.add(alone / answerSeconds(engine));
            }
        }
        PairedRatios.of(ratios.stream().mapToDouble(Double::doubleValue)).addTo(figures, "chat.beside_scoring.ratio");
    }

    private static double scoreSeconds(Engine engine, List<int[]> windows) {
        long start = System.nanoTime();
        Perplexity measured = Perplexity.of(engine, Variant.BASE, windows);
        if (!Double.isFinite(measured.value())) {
            throw ended();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double answerSeconds(Engine engine) {
        GenerationRequest request = GenerationRequest.of(
                SESSION, new Prompt.Text("The history of the lighthouse"), Sampling.plain(1), ANSWER + 1);
        try (Generation generation = engine.generate(request)) {
            if (generation.next().isEmpty()) {
                throw ended();
            }
            long start = System.nanoTime();
            int tokens = 0;
            while (generation.next().isPresent()) {
                tokens++;
            }
            return (System.nanoTime() - start) / 1e9 / tokens;
        }
    }

    private static EngineException ended() {
        return new EngineException(Code.ENGINE_UNAVAILABLE, "The engine ended in mid-benchmark; nothing is reported.");
    }
}
