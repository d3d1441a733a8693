package dev.cloister.inference.benchmark;

import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the stack makes of a prompt beside the bare loop: {@code prefill.ratio} is its tokens per second, from the call to
 * the first token, over those of the bare loop, which reads the same tokens in chunks of the same size and takes the
 * last row. Every prompt is of another user, who is forgotten before the next one, so that nothing is kept from before and nobody
 * has to leave the context.
 */
public final class PrefillBenchmark {

    private static final int CHARACTERS = 800;
    private static final String SOMEBODY = "benchmark";

    private PrefillBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param text a long text; prompts are pieces of it
     * @param pairs how many, 200 for a figure to report
     */
    public static Map<String, Double> run(WorkerSettings settings, ProcessLauncher launcher, String text, int pairs) {
        Map<String, Double> figures = new TreeMap<>();
        List<double[]> seconds = new ArrayList<>();
        try (MeasuredWorker worker = new MeasuredWorker(settings, launcher)) {
            WorkerEngine engine = worker.engine();
            double tokens = 0;
            for (int i = -2; i < pairs; i++) {
                String prompt = piece(text, i + 2);
                List<int[]> ids = List.of(engine.tokenize(prompt));
                boolean first = i % 2 == 0;
                double before = first ? worker.prefill(ids) : 0;
                double stack = seconds(engine, prompt, i);
                engine.forgetUser(SOMEBODY, "user-" + i);
                double loop = first ? before : worker.prefill(ids);
                if (i >= 0) {
                    seconds.add(new double[] {stack, loop});
                    tokens += ids.getFirst().length;
                }
            }
            figures.put("prefill.prompt_tokens", tokens / pairs);
        }
        PairedRatios.of(seconds.stream().mapToDouble(pair -> pair[1] / pair[0])).addTo(figures, "prefill.ratio");
        figures.put("prefill.pairs", (double) pairs);
        return figures;
    }

    private static String piece(String text, int number) {
        int places = Math.max(1, text.length() - CHARACTERS);
        int from = (int) (977L * number % places);
        return text.substring(from, Math.min(text.length(), from + CHARACTERS));
    }

    private static double seconds(WorkerEngine engine, String prompt, int user) {
        GenerationRequest request = GenerationRequest.of(
                new Session(SOMEBODY, "user-" + user, SOMEBODY), new Prompt.Text(prompt), Sampling.greedy(), 1);
        long start = System.nanoTime();
        try (Generation generation = engine.generate(request)) {
            boolean ended = generation.next().isEmpty();
            double taken = (System.nanoTime() - start) / 1e9;
            if (!ended && generation.next().isPresent()) {
                throw new IllegalStateException("more than one token came");
            }
            return taken;
        }
    }
}
