package dev.cloister.inference.benchmark;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What eight answers at once gain over one, beside what the bare library gains from a batch of eight.
 *
 * <p>Each round measures four blocks in changing order: the stack and the bare loop, with one and with eight sequences.
 * {@code batch8.gain} is the stack's tokens per second of eight over those of one, {@code batch8.gain.bare} the bare
 * loop's, {@code batch8.ratio} the one over the other.
 */
public final class BatchBenchmark {

    private static final int BLOCK = 64;
    private static final int MANY = 8;
    private static final String PROMPT = "The history of the lighthouse begins long before the age of steam. In the";

    private final Streams stack;
    private final MeasuredWorker worker;

    private BatchBenchmark(MeasuredWorker worker) {
        this.worker = worker;
        stack = new Streams(worker.engine());
    }

    /** Tokens per second of each arm. */
    private record Round(double one, double many, double bareOne, double bareMany) {

        double gain() {
            return many / one;
        }

        double bareGain() {
            return bareMany / bareOne;
        }
    }

    /**
     * Runs the benchmark.
     *
     * @param settings of a worker with at least eight sequences
     * @param rounds how many, 50 or more for a figure to report
     */
    public static Map<String, Double> run(WorkerSettings settings, ProcessLauncher launcher, int rounds) {
        try (MeasuredWorker worker = new MeasuredWorker(settings, launcher)) {
            return new BatchBenchmark(worker).measure(rounds);
        }
    }

    private Map<String, Double> measure(int rounds) {
        round(0);
        List<Round> all = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            all.add(round(i));
        }
        Map<String, Double> figures = new TreeMap<>();
        add(figures, "batch8.gain", all, Round::gain);
        add(figures, "batch8.gain.bare", all, Round::bareGain);
        add(figures, "batch8.ratio", all, round -> round.gain() / round.bareGain());
        add(figures, "batch8.tokens_per_second", all, Round::many);
        add(figures, "batch8.tokens_per_second.bare", all, Round::bareMany);
        figures.put("batch8.rounds", (double) rounds);
        return figures;
    }

    private static void add(Map<String, Double> figures, String name, List<Round> all, ToDoubleFunction<Round> figure) {
        PairedRatios.of(all.stream().mapToDouble(figure)).addTo(figures, name);
    }

    private Round round(int number) {
        double[] speed = new double[4];
        for (int i = 0; i < speed.length; i++) {
            int arm = (i + number) % speed.length;
            speed[arm] = switch (arm) {
                case 0 -> stack(1, number);
                case 1 -> stack(MANY, number);
                case 2 -> 1 / worker.generate(PROMPT, BLOCK, 1);
                default -> 1 / worker.generate(PROMPT, BLOCK, MANY);
            };
        }
        return new Round(speed[0], speed[1], speed[2], speed[3]);
    }

    /** While all answers run: neither their prompts nor the end, when some are done, are in the bare loop either. */
    private double stack(int streams, int number) {
        return Streams.Seen.tokensPerSecondTogether(stack.run(streams, BLOCK + 1 + MANY, number * 100L, PROMPT));
    }
}
