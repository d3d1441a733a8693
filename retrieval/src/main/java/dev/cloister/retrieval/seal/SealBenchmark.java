package dev.cloister.retrieval.seal;

import dev.cloister.inference.benchmark.PairedRatios;
import dev.cloister.retrieval.ring.EncodedVectors;
import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.ForeignAnswer;
import dev.cloister.retrieval.ring.KernelTiming;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.ring.RingScoring;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Our kernels beside SEAL's, by turns, on the same query and 10,000 vectors, whose scores are compared.
 *
 * <p>Figures: {@code seal.kernel_ms} and {@code seal.ring_kernel_ms} (products and sums of all blocks), {@code seal.speedup}
 * (median of paired ratios), {@code seal.ntt4096_us} (a share of transforming a ciphertext, with its copy), {@code ntt.vs_seal}
 * (over ours), {@code seal.encoded_bytes}.
 */
public final class SealBenchmark {

    private static final int GROUPS = 48;

    private SealBenchmark() {}

    /**
     * Runs it.
     *
     * @param library {@code libsealc.so}
     * @param vectors of 384 dimensions, as {@link dev.cloister.retrieval.ring.Quantisation} gives them
     * @param pairs of runs
     */
    public static Map<String, Double> run(Path library, List<byte[]> vectors, int pairs) {
        SecureRandom random = new SecureRandom();
        byte[] question = vectors.getFirst();
        QueryShape shape = new QueryShape(RingParameters.STANDARD, question.length, GROUPS);
        Map<String, Double> figures = new TreeMap<>();
        try (SealScoring seal = new SealScoring(library);
                SealVectors theirs = (SealVectors) seal.encode(vectors, shape);
                PendingQuery pending = Querier.ask(question, shape.parameters(), GROUPS, random)) {
            EncodedVectors ours = new RingScoring(1).encode(vectors, shape);
            requireSame(pending, ours.answer(pending.message(), random), theirs.answer(pending.message(), random));
            KernelTiming kernel = new KernelTiming(ours, pending.message());
            SealVectors.SealQuery query = theirs.load(pending.message());
            double[][] times = new double[2][pairs];
            for (int pair = -Math.ceilDiv(pairs, 4); pair < pairs; pair++) {
                double ourTime = milliseconds(kernel::run);
                double theirTime = milliseconds(
                        () -> IntStream.range(0, theirs.blocks()).forEach(block -> theirs.multiply(query, block)));
                if (pair >= 0) {
                    times[0][pair] = ourTime;
                    times[1][pair] = theirTime;
                }
            }
            theirs.release(query);
            PairedRatios.of(IntStream.range(0, pairs).mapToDouble(i -> times[1][i] / times[0][i]))
                    .addTo(figures, "seal.speedup");
            figures.put("seal.ring_kernel_ms", median(times[0]));
            figures.put("seal.kernel_ms", median(times[1]));
            figures.put("seal.encoded_bytes", (double) theirs.bytes());
            transforms(theirs.ring(), ForeignAnswer.ciphertext(pending.message(), 0), 10 * pairs, figures);
        }
        return figures;
    }

    private static void requireSame(PendingQuery pending, EncryptedAnswer ours, EncryptedAnswer theirs) {
        if (!Arrays.equals(pending.decrypt(ours), pending.decrypt(theirs))) {
            throw new IllegalStateException("SEAL gives other scores");
        }
    }

    private static void transforms(SealRing ring, long[][][] halves, int rounds, Map<String, Double> figures) {
        int each = 2 * halves[0].length;
        MemorySegment source = ring.coefficients(halves);
        MemorySegment target = ring.newCiphertext();
        double[] ratios = new double[rounds];
        double[] theirs = new double[rounds];
        KernelTiming.Transform transform = new KernelTiming.Transform();
        for (int round = -rounds; round < rounds; round++) {
            double ourTime = milliseconds(() -> transform.run(each));
            double theirTime = milliseconds(() -> ring.transform(source, target));
            if (round >= 0) {
                ratios[round] = theirTime / ourTime;
                theirs[round] = theirTime;
            }
        }
        ring.destroyCiphertext(source);
        ring.destroyCiphertext(target);
        PairedRatios.of(Arrays.stream(ratios)).addTo(figures, "ntt.vs_seal");
        figures.put("seal.ntt4096_us", 1000 * median(theirs) / each);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
