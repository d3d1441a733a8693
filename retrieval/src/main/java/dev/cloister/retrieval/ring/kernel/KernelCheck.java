package dev.cloister.retrieval.ring.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Whether two kernels compute the same, operation by operation. */
final class KernelCheck {

    private static final int GROUPS = 3;
    private static final long SEED = 4096;

    private final RingKernel one;
    private final RingKernel other;
    private final double prime;

    private KernelCheck(RingKernel one, RingKernel other) {
        this.one = one;
        this.other = other;
        this.prime = one.prime();
    }

    static boolean agree(RingKernel one, RingKernel other) {
        return one.prime() == other.prime() && new KernelCheck(one, other).agree();
    }

    private boolean agree() {
        SplittableRandom random = new SplittableRandom(SEED);
        double half = (one.prime() - 1) / 2;
        return IntStream.range(0, 3)
                        .allMatch(i -> agreeOn(filled(j -> random.nextLong((long) -prime, (long) prime + 1))))
                && agreeOn(filled(i -> 0))
                && agreeOn(filled(i -> prime))
                && agreeOn(filled(i -> -prime))
                && agreeOn(filled(i -> half))
                && agreeOn(filled(i -> i % 2 == 0 ? half : -half))
                && agreeOn(filled(i -> i == 0 ? 1 : 0))
                && agreeOnTransform(filled(i -> random.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE)))
                && agreeOnScan(i -> random.nextInt((int) prime))
                && agreeOnScan(i -> (int) prime - 1);
    }

    private static double[] filled(IntToDoubleFunction value) {
        return IntStream.range(0, RingKernel.SIZE).mapToDouble(value).toArray();
    }

    private boolean agreeOn(double[] values) {
        double[] sum = values.clone();
        double[] otherSum = values.clone();
        double[] factor = filled(i -> values[RingKernel.SIZE - 1 - i]);
        one.multiplyAdd(sum, values, factor);
        other.multiplyAdd(otherSum, values, factor);
        return agreeOnTransform(values) && agreeOnInverse(values) && congruent(sum, otherSum);
    }

    private boolean agreeOnTransform(double[] values) {
        double[] result = values.clone();
        double[] otherResult = values.clone();
        one.forward(result);
        other.forward(otherResult);
        return centred(result) && congruent(result, otherResult);
    }

    private boolean agreeOnInverse(double[] values) {
        double[] result = values.clone();
        double[] otherResult = values.clone();
        one.inverse(result);
        other.inverse(otherResult);
        return centred(result) && congruent(result, otherResult);
    }

    private boolean agreeOnScan(IntToDoubleFunction residue) {
        double[][] vectors = {filled(residue), filled(residue), filled(residue)};
        return Arrays.equals(scanned(one, vectors), scanned(other, vectors));
    }

    /** What a block of a few polynomials and a query of the same ones add up to, as residues. */
    private static double[] scanned(RingKernel kernel, double[][] vectors) {
        int[] block = new int[GROUPS * RingKernel.SIZE];
        int[] query = new int[2 * GROUPS * RingKernel.SIZE];
        for (int group = 0; group < GROUPS; group++) {
            kernel.pack(vectors[group], block, GROUPS, group);
            kernel.pack(vectors[group], query, 2 * GROUPS, 2 * group);
            kernel.pack(vectors[GROUPS - 1 - group], query, 2 * GROUPS, 2 * group + 1);
        }
        long[][] sums = new long[2][RingKernel.SIZE];
        kernel.scan(new int[][] {block}, query, GROUPS, sums);
        double[] result = new double[2 * RingKernel.SIZE];
        double[] half = new double[RingKernel.SIZE];
        for (int i = 0; i < 2; i++) {
            kernel.reduce(sums[i], half);
            System.arraycopy(half, 0, result, i * RingKernel.SIZE, RingKernel.SIZE);
        }
        return result;
    }

    private boolean centred(double[] values) {
        return Arrays.stream(values).allMatch(value -> Math.abs(value) <= prime / 2 + 1);
    }

    private boolean congruent(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .allMatch(i ->
                        Math.abs(left[i]) <= prime && Math.abs(right[i]) <= prime && (left[i] - right[i]) % prime == 0);
    }
}
