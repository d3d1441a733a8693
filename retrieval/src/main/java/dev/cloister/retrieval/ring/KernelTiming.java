package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.RingKernel;
import dev.cloister.retrieval.ring.sampling.Seed;

/** Parts of an answer by themselves, for those who time them. They leave nothing behind. */
public final class KernelTiming {

    private final Scan scan;

    /** Lays the query out for the kernels, which is not timed. */
    public KernelTiming(EncodedVectors vectors, EncryptedQuery query) {
        this.scan = new Scan(vectors, query, Seed.of(new byte[Seed.BYTES]));
    }

    /** Products and sums of all blocks, in this thread. */
    public void run() {
        scan.multiplyAll();
    }

    /** Forward transforms of one polynomial. */
    public static final class Transform {

        private final RingKernel kernel = Ring.of(RingParameters.STANDARD).kernel(0);
        private final double[] polynomial = new double[RingParameters.RING_DIMENSION];

        /** So many in a row, the next of the last one's result. */
        public void run(int count) {
            for (int i = 0; i < count; i++) {
                polynomial[i] += 1;
                kernel.forward(polynomial);
            }
        }
    }
}
