package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.RingKernel;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One answer being computed: the query laid out for the kernels, and blocks scored a few at a time. */
final class Scan {

    private static final int N = RingParameters.RING_DIMENSION;

    /** Blocks that are scanned together: the query passes through the cache once for all of them. */
    private static final int BATCH = 16;

    private final EncodedVectors vectors;
    private final EncryptedQuery query;
    private final QueryShape shape;
    private final Ring ring;
    private final Seed seed;
    private final int[][] packed;
    private final AnswerAssembly assembly;

    Scan(EncodedVectors vectors, EncryptedQuery query, Seed seed) {
        this.vectors = vectors;
        this.query = query;
        this.shape = query.shape();
        this.ring = Ring.of(shape.parameters());
        this.seed = seed;
        this.packed = packed(Seed.of(query.publicSeed()));
        this.assembly = new AnswerAssembly(query, vectors.vectors());
    }

    /** Both halves of all ciphertexts, by prime. */
    private int[][] packed(Seed publicSeed) {
        int groups = shape.groups();
        int[][] packed = new int[ring.primes()][2 * groups * N];
        for (int prime = 0; prime < packed.length; prime++) {
            RingKernel kernel = ring.kernel(prime);
            for (int group = 0; group < groups; group++) {
                double[] first = Ring.doubles(query.ciphertext(group)[prime]);
                double[] second = Ring.doubles(ring.uniform(publicSeed, 1 + group, prime));
                kernel.pack(first, packed[prime], 2 * groups, 2 * group);
                kernel.pack(second, packed[prime], 2 * groups, 2 * group + 1);
            }
        }
        return packed;
    }

    EncryptedAnswer run(int threads) {
        int blocks = shape.blocks(vectors.vectors());
        int parts = Math.clamp(blocks, 1, threads);
        if (parts == 1) {
            score(0, blocks);
        } else {
            try (ExecutorService executor = Executors.newFixedThreadPool(parts)) {
                List<Future<?>> running = new ArrayList<>();
                for (int part = 0; part < parts; part++) {
                    int from = blocks * part / parts;
                    int to = blocks * (part + 1) / parts;
                    running.add(executor.submit(() -> score(from, to)));
                }
                running.forEach(Scan::await);
            }
        }
        return assembly.answer();
    }

    private static void await(Future<?> part) {
        try {
            part.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A part of the scan failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The scan was interrupted", e);
        }
    }

    private void score(int from, int to) {
        Workspace workspace = new Workspace(ring.primes(), Math.min(BATCH, to - from));
        for (int first = from; first < to; first += BATCH) {
            int count = Math.min(BATCH, to - first);
            multiply(first, count, workspace);
            for (int i = 0; i < count; i++) {
                finish(first + i, i, workspace);
            }
        }
    }

    private void multiply(int first, int count, Workspace workspace) {
        for (int prime = 0; prime < ring.primes(); prime++) {
            int[][] blocks = new int[count][];
            for (int i = 0; i < count; i++) {
                blocks[i] = vectors.block(first + i)[prime];
            }
            ring.kernel(prime).scan(blocks, packed[prime], shape.groups(), workspace.sums[prime]);
        }
    }

    /** The kernels' part alone, in this thread, to be timed. */
    void multiplyAll() {
        int blocks = shape.blocks(vectors.vectors());
        Workspace workspace = new Workspace(ring.primes(), Math.min(BATCH, blocks));
        for (int first = 0; first < blocks; first += BATCH) {
            multiply(first, Math.min(BATCH, blocks - first), workspace);
        }
    }

    /** As {@link #run} in this thread, with a lap after each part. */
    EncryptedAnswer runTimed(ScanBenchmark.Stopwatch watch) {
        int blocks = shape.blocks(vectors.vectors());
        Workspace workspace = new Workspace(ring.primes(), Math.min(BATCH, blocks));
        for (int first = 0; first < blocks; first += BATCH) {
            int count = Math.min(BATCH, blocks - first);
            multiply(first, count, workspace);
            watch.lap(".kernel_ms");
            for (int i = 0; i < count; i++) {
                reduce(i, workspace);
                assembly.mask(seed, first + i, workspace);
                watch.lap(".mask_ms");
                assembly.flood(seed, first + i, workspace);
                watch.lap(".flood_ms");
                assembly.round(first + i, workspace);
                watch.lap(".switch_ms");
            }
        }
        return assembly.answer();
    }

    private void finish(int block, int index, Workspace workspace) {
        reduce(index, workspace);
        assembly.finish(seed, block, workspace);
    }

    private void reduce(int index, Workspace workspace) {
        for (int prime = 0; prime < ring.primes(); prime++) {
            ring.kernel(prime).reduce(workspace.sums[prime][2 * index], workspace.first[prime]);
            ring.kernel(prime).reduce(workspace.sums[prime][2 * index + 1], workspace.second[prime]);
        }
    }
}
