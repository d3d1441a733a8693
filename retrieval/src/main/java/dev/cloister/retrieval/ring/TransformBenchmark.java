package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.Kernels;
import dev.cloister.retrieval.ring.kernel.RingKernel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How long a number-theoretic transform of 4096 coefficients takes, in time of the processor.
 *
 * <p>Figures: {@code ntt4096.us} (forward), {@code ntt4096.inverse_us}, {@code ntt4096.scalar_us}, medians over rounds of a
 * hundred; {@code ntt4096.vectors}, 1 where vector code runs.
 */
public final class TransformBenchmark {

    private static final int EACH = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TransformBenchmark() {}

    /** @param rounds of a hundred transforms of each kind, in turn */
    public static Map<String, Double> run(int rounds) {
        RingKernel kernel = Ring.of(RingParameters.STANDARD).kernel(0);
        RingKernel scalar = Kernels.scalar(kernel.prime());
        double[][] times = new double[3][rounds];
        double[] polynomial = new SplittableRandom(1)
                .doubles(RingParameters.RING_DIMENSION, -1000, 1000)
                .map(Math::rint)
                .toArray();
        for (int round = -rounds; round < rounds; round++) {
            double[] took = {
                microseconds(() -> kernel.forward(polynomial)),
                microseconds(() -> kernel.inverse(polynomial)),
                microseconds(() -> scalar.forward(polynomial))
            };
            for (int kind = 0; round >= 0 && kind < 3; kind++) {
                times[kind][round] = took[kind];
            }
        }
        Map<String, Double> figures = new TreeMap<>();
        figures.put("ntt4096.us", median(times[0]));
        figures.put("ntt4096.inverse_us", median(times[1]));
        figures.put("ntt4096.scalar_us", median(times[2]));
        figures.put("ntt4096.vectors", kernel.getClass() == scalar.getClass() ? 0.0 : 1.0);
        return figures;
    }

    /** Of one run among a hundred. */
    private static double microseconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < EACH; i++) {
            work.run();
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (1e3 * EACH);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
