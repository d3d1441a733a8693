package dev.cloister.retrieval.ring;

import dev.cloister.inference.benchmark.PairedRatios;
import dev.cloister.retrieval.ring.kernel.PlainScan;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An encrypted query from the question to the ten best, both parties on one core, over 384 dimensions and with the standard
 * parameters. Every run's scores are compared with those of a plain scan.
 *
 * <p>Figures for {@code scan_10k}, {@code scan_100k} and {@code scan_1m}: {@code .ms} (median, wall clock) and its steps {@code
 * .encrypt_ms}, {@code .expand_ms} (the query as the kernels read it), {@code .kernel_ms}, {@code .mask_ms}, {@code .flood_ms},
 * {@code .switch_ms}, {@code .wire_ms}, {@code .decrypt_ms}, {@code .top_ms}; {@code .two_cores_ms}; the owner's part alone by turns
 * on one core and two, {@code .answer_ms}, {@code .answer_two_cores_ms}, and the median of their ratios {@code .two_cores_gain};
 * {@code .plain_ms} (a scan of the same vectors in the clear); {@code .groups}, {@code .up_bytes},
 * {@code .down_bytes}, {@code .encoded_bytes}, {@code .encode_s}. {@code scan_vs_plaintext.ratio}: the kernel over the plain scan
 * of the same vectors, by turns; {@code scan_vs_plaintext.simple_loop_ratio}: over a plain loop.
 */
public final class ScanBenchmark {

    private static final int DIMENSIONS = 384;
    private static final int TOP = 10;

    /** 100 Mbit/s each way. */
    private static final double BYTES_PER_SECOND = 12.5e6;

    private final SecureRandom random = new SecureRandom();
    private final QueryShape shape;
    private final SyntheticVectors data;
    private final String name;

    private ScanBenchmark(String name, int vectors) {
        this.name = name;
        this.data = new SyntheticVectors(vectors, DIMENSIONS);
        this.shape = new QueryShape(
                RingParameters.STANDARD,
                DIMENSIONS,
                GroupSize.choose(RingParameters.STANDARD, DIMENSIONS, vectors, BYTES_PER_SECOND, BYTES_PER_SECOND));
    }

    /** So many vectors like those that are measured. */
    public static List<byte[]> vectors(int count) {
        return new SyntheticVectors(count, DIMENSIONS).asList();
    }

    /**
     * Runs a size.
     *
     * @param name of the figures
     * @param runs timed, after a third of them untimed
     */
    public static Map<String, Double> run(String name, int vectors, int runs) {
        return new ScanBenchmark(name, vectors).run(runs);
    }

    private Map<String, Double> run(int runs) {
        Map<String, Double> figures = new TreeMap<>();
        long start = System.nanoTime();
        EncodedVectors encoded = EncodedVectors.empty(shape, 1).with(data.asList());
        figures.put(name + ".encode_s", (System.nanoTime() - start) / 1e9);
        figures.put(name + ".encoded_bytes", (double) encoded.bytes());
        figures.put(name + ".groups", (double) shape.groups());
        figures.put(name + ".up_bytes", (double) shape.queryBytes());
        figures.put(name + ".down_bytes", (double) shape.answerBytes(data.count()));
        Map<String, double[]> steps = new LinkedHashMap<>();
        double[] twoCores = new double[runs];
        double[] plain = new double[runs];
        double[][] owner = new double[3][runs];
        for (int run = -Math.ceilDiv(runs, 3); run < runs; run++) {
            Map<String, Double> took = steps(encoded, run);
            EncodedVectors onTwo = encoded.onThreads(2);
            double together = wholeOn(onTwo, run);
            byte[] question = question(run);
            double alone = answerOf(encoded, question);
            double shared = answerOf(onTwo, question);
            if (run >= 0) {
                owner[0][run] = alone;
                owner[1][run] = shared;
                owner[2][run] = alone / shared;
            }
            double plainly = milliseconds(() -> data.scores(question));
            for (Map.Entry<String, Double> step : took.entrySet()) {
                if (run >= 0) {
                    steps.computeIfAbsent(step.getKey(), key -> new double[runs])[run] = step.getValue();
                    twoCores[run] = together;
                    plain[run] = plainly;
                }
            }
        }
        steps.forEach((step, times) -> figures.put(name + step, TransformBenchmark.median(times)));
        figures.put(name + ".two_cores_ms", TransformBenchmark.median(twoCores));
        figures.put(name + ".answer_ms", TransformBenchmark.median(owner[0]));
        figures.put(name + ".answer_two_cores_ms", TransformBenchmark.median(owner[1]));
        figures.put(name + ".two_cores_gain", TransformBenchmark.median(owner[2]));
        figures.put(name + ".plain_ms", TransformBenchmark.median(plain));
        return figures;
    }

    private byte[] question(int run) {
        return data.asList().get(Math.floorMod(run * 7919, data.count()));
    }

    private Map<String, Double> steps(EncodedVectors encoded, int run) {
        byte[] question = question(run);
        Stopwatch watch = new Stopwatch();
        try (PendingQuery pending = Querier.ask(question, shape.parameters(), shape.groups(), random);
                Seed seed = Seed.random(random)) {
            watch.lap(".encrypt_ms");
            EncryptedQuery arrived = EncryptedQuery.parse(pending.message().toBytes());
            watch.lap(".wire_ms");
            Scan scan = new Scan(encoded, arrived, seed);
            watch.lap(".expand_ms");
            EncryptedAnswer answer = scan.runTimed(watch);
            EncryptedAnswer returned = EncryptedAnswer.parse(answer.toBytes());
            watch.lap(".wire_ms");
            int[] scores = pending.decrypt(returned);
            watch.lap(".decrypt_ms");
            top(scores);
            watch.lap(".top_ms");
            Map<String, Double> laps = watch.laps();
            check(scores, question);
            return laps;
        }
    }

    private double answerOf(EncodedVectors encoded, byte[] question) {
        try (PendingQuery pending = Querier.ask(question, shape.parameters(), shape.groups(), random)) {
            return milliseconds(() -> {
                var unused = encoded.answer(pending.message(), random);
            });
        }
    }

    private double wholeOn(EncodedVectors encoded, int run) {
        byte[] question = question(run);
        long start = System.nanoTime();
        try (PendingQuery pending = Querier.ask(question, shape.parameters(), shape.groups(), random)) {
            EncryptedQuery arrived = EncryptedQuery.parse(pending.message().toBytes());
            int[] scores = pending.decrypt(
                    EncryptedAnswer.parse(encoded.answer(arrived, random).toBytes()));
            top(scores);
            double took = (System.nanoTime() - start) / 1e6;
            check(scores, question);
            return took;
        }
    }

    /** Places of the best scores, by a heap of ten. */
    private static int[] top(int[] scores) {
        PriorityQueue<Long> best = new PriorityQueue<>();
        for (int i = 0; i < scores.length; i++) {
            long entry = (long) scores[i] << Integer.SIZE | i;
            if (best.size() < TOP) {
                best.add(entry);
            } else if (entry > best.element()) {
                best.remove();
                best.add(entry);
            }
        }
        return best.stream().mapToInt(Long::intValue).toArray();
    }

    private void check(int[] scores, byte[] question) {
        if (!Arrays.equals(scores, data.scores(question))) {
            throw new IllegalStateException("Scores of " + name + " are wrong");
        }
    }

    /**
     * The kernel beside plain scans of the same vectors, by turns.
     *
     * @param pairs at least 200 for figures to report
     */
    public static Map<String, Double> compare(int vectors, int pairs) {
        return new ScanBenchmark("", vectors).compare(pairs);
    }

    private Map<String, Double> compare(int pairs) {
        EncodedVectors encoded = EncodedVectors.empty(shape, 1).with(data.asList());
        byte[] question = question(1);
        short[] widened = new short[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            widened[i] = question[i];
        }
        int[] scores = new int[data.count()];
        double[][] times = new double[3][pairs];
        try (PendingQuery pending = Querier.ask(question, shape.parameters(), shape.groups(), random);
                Seed seed = Seed.random(random)) {
            Scan scan = new Scan(encoded, pending.message(), seed);
            for (int pair = -Math.ceilDiv(pairs, 4); pair < pairs; pair++) {
                double kernel = milliseconds(scan::multiplyAll);
                double plain = milliseconds(() -> PlainScan.scan(data.flat(), widened, scores));
                double simple = milliseconds(() -> PlainScan.simpleScan(data.flat(), question, scores));
                if (pair >= 0) {
                    times[0][pair] = kernel;
                    times[1][pair] = plain;
                    times[2][pair] = simple;
                }
            }
        }
        Map<String, Double> figures = new TreeMap<>();
        ratios(times[0], times[1]).addTo(figures, "scan_vs_plaintext.ratio");
        ratios(times[0], times[2]).addTo(figures, "scan_vs_plaintext.simple_loop_ratio");
        figures.put("scan_vs_plaintext.kernel_ms", TransformBenchmark.median(times[0]));
        figures.put("scan_vs_plaintext.plain_ms", TransformBenchmark.median(times[1]));
        figures.put("scan_vs_plaintext.bytes_ratio", (double) encoded.bytes() / data.flat().length);
        return figures;
    }

    private static PairedRatios ratios(double[] left, double[] right) {
        return PairedRatios.of(IntStream.range(0, left.length).mapToDouble(i -> left[i] / right[i]));
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Time by step; steps of one name add up. */
    static final class Stopwatch {

        private final Map<String, Double> laps = new LinkedHashMap<>();
        private long last = System.nanoTime();

        void lap(String step) {
            long now = System.nanoTime();
            laps.merge(step, (now - last) / 1e6, Double::sum);
            last = now;
        }

        Map<String, Double> laps() {
            Map<String, Double> all = new LinkedHashMap<>(laps);
            all.put(
                    ".ms",
                    laps.values().stream().mapToDouble(Double::doubleValue).sum());
            return all;
        }
    }
}
