package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;
import static dev.cloister.retrieval.ring.kernel.Lanes.reduced;

/** Vector code for machines with fused multiply-add in vectors of 256 bits; elsewhere it is correct and very slow. */
final class VectorKernel implements RingKernel {

    private static final long LOW = 0xffff_ffffL;
    private static final double TWO_52 = 0x1p52;
    private static final long TWO_52_BITS = Double.doubleToRawLongBits(TWO_52);

    private final long prime;
    private final VectorTransform transform;
    private final double two32;

    VectorKernel(Roots roots) {
        this.prime = roots.prime();
        this.transform = new VectorTransform(roots);
        this.two32 = Roots.centred((1L << 32) % prime, prime);
    }

    @Override
    public long prime() {
        return prime;
    }

    @Override
    public void forward(double[] polynomial) {
        transform.forward(polynomial);
    }

    @Override
    public void inverse(double[] polynomial) {
        transform.inverse(polynomial);
    }

    @Override
    public void multiplyAdd(double[] sum, double[] left, double[] right) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1.0 / prime);
        DoubleVector rounder = Lanes.rounder();
        for (int i = 0; i < SIZE; i += WIDTH) {
            DoubleVector value = product(at(left, i), at(right, i), negated, reciprocal, rounder)
                    .add(at(sum, i));
            reduced(value, negated, reciprocal, rounder).intoArray(sum, i);
        }
    }

    @Override
    public void pack(double[] evaluations, int[] target, int stride, int group) {
        for (int from = 0; from < SIZE; from += TILE) {
            int to = (from / TILE * stride + group) * TILE;
            for (int i = 0; i < TILE; i++) {
                long value = (long) evaluations[from + i];
                target[to + VectorScan.place(i)] = (int) (value + (prime & (value >> 63)));
            }
        }
    }

    @Override
    public void scan(int[][] blocks, int[] query, int groups, long[][] sums) {
        VectorScan.scan(blocks, query, groups, sums);
    }

    @Override
    public void reduce(long[] sums, double[] evaluations) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1.0 / prime);
        DoubleVector rounder = Lanes.rounder();
        DoubleVector factor = all(two32);
        for (int i = 0; i < SIZE; i += WIDTH) {
            LongVector sum = LongVector.fromArray(LongVector.SPECIES_256, sums, i);
            DoubleVector high = toDoubles(sum.lanewise(VectorOperators.LSHR, 32));
            DoubleVector low = toDoubles(sum.and(LOW));
            DoubleVector value =
                    product(high, factor, negated, reciprocal, rounder).add(low);
            reduced(value, negated, reciprocal, rounder).intoArray(evaluations, i);
        }
    }

    /** Exact below 2^52: the number becomes the fraction of a double between 2^52 and 2^53. */
    private static DoubleVector toDoubles(LongVector value) {
        return value.or(TWO_52_BITS).reinterpretAsDoubles().sub(TWO_52);
    }
}
