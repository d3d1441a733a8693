package dev.cloister.inference.sampling;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

import static dev.cloister.inference.sampling.RowVectors.SPECIES;

/**
 * Unnormalised probabilities of all tokens, with sums of blocks so that a draw looks at one block only. The likeliest
 * token has weight 1 after {@link #fill}; a weight of 0 cannot be drawn.
 */
final class Weights implements Support {

    private static final int BLOCK = 256;
    /** What rounding may take from a block's sum. */
    private static final float SUM_ERROR = 0.999f;

    private final float[] values;

    private final double[] blocks;

    /** The sum of the first so many blocks. */
    private final double[] upTo;

    private double total;
    private float[] filledFrom = {};
    private float filledMax;
    private float filledInverse;

    Weights(int size) {
        values = new float[size];
        blocks = new double[(size + BLOCK - 1) / BLOCK];
        upTo = new double[blocks.length];
    }

    int size() {
        return values.length;
    }

    @Override
    public double total() {
        return total;
    }

    /** Sets all weights to e^((logit - max) / temperature), given 1 / temperature. */
    void fill(float[] logits, float max, float inverseTemperature) {
        filledFrom = logits;
        filledMax = max;
        filledInverse = inverseTemperature;
        exponentiate(logits, max, inverseTemperature);
    }

    /** Keeps only the members of the set, weighed relative to the likeliest among them. */
    void fillOnly(float[] logits, BitSet members, float inverseTemperature) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = members.nextSetBit(0); i >= 0; i = members.nextSetBit(i + 1)) {
            max = Math.max(max, logits[i]);
        }
        exponentiate(logits, max, inverseTemperature);
        retain(members);
    }

    /** Sets the weight of every token outside the set to 0. */
    @Override
    public void retain(BitSet members) {
        int from = 0;
        for (int i = members.nextSetBit(0); i >= 0 && i < values.length; i = members.nextSetBit(i + 1)) {
            Arrays.fill(values, from, i, 0f);
            from = i + 1;
        }
        Arrays.fill(values, Math.min(from, values.length), values.length, 0f);
        sum();
    }

    /** Sets one weight to 0. */
    @Override
    public void remove(int index) {
        values[index] = 0;
        int block = index / BLOCK;
        blocks[block] = blockSum(block);
        total = sumOfBlocks();
    }

    /** Multiplies each weight that is not 0. */
    @Override
    public void scale(IntToDoubleFunction factor) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                values[i] *= (float) factor.applyAsDouble(i);
            }
        }
        sum();
    }

    /**
     * The entropy of the distribution in nats. Each weight is multiplied by its own logarithm, which needs no computing:
     * a weight is e^x.
     */
    @Override
    public double entropy() {
        double sum = 0;
        for (int from = 0; from < values.length; from += BLOCK) {
            int end = Math.min(values.length, from + BLOCK);
            FloatVector products = FloatVector.zero(SPECIES);
            for (int i = from; i < end; i += SPECIES.length()) {
                VectorMask<Float> lanes = SPECIES.indexInRange(i, end);
                FloatVector exponents = FloatVector.fromArray(SPECIES, filledFrom, i, lanes)
                        .sub(filledMax)
                        .mul(filledInverse)
                        .max(RowVectors.SMALLEST_EXPONENT);
                products = FloatVector.fromArray(SPECIES, values, i, lanes).fma(exponents, products);
            }
            sum += RowVectors.sum(products);
        }
        return Math.log(total) - sum / total;
    }

    /** Gives all tokens with at least this weight, which is more than 0. Blocks that sum up to less hold none. */
    void gather(float least, Candidates to) {
        to.clear();
        for (int block = 0; block < blocks.length; block++) {
            if (blocks[block] >= least * SUM_ERROR) {
                int end = Math.min(values.length, (block + 1) * BLOCK);
                for (int i = block * BLOCK; i < end; i++) {
                    if (values[i] >= least) {
                        to.add(i, values[i]);
                    }
                }
            }
        }
        to.sum();
    }

    @Override
    public int[] tokens() {
        int count = 0;
        for (float value : values) {
            count += value > 0 ? 1 : 0;
        }
        int[] ids = new int[count];
        int next = 0;
        for (int i = 0; i < values.length && next < count; i++) {
            if (values[i] > 0) {
                ids[next++] = i;
            }
        }
        return ids;
    }

    /** The token that a uniform number in [0, 1) falls on. */
    @Override
    public int draw(double uniform) {
        double at = uniform * total;
        int block = RunningSums.firstAbove(upTo, blocks.length, at);
        double left = block == 0 ? at : at - upTo[block - 1];
        int end = Math.min(values.length, (block + 1) * BLOCK);
        int lastPossible = -1;
        for (int i = block * BLOCK; i < end; i++) {
            if (values[i] > 0) {
                lastPossible = i;
                left -= values[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return lastPossible >= 0 ? lastPossible : lastPossibleBefore(block * BLOCK);
    }

    /** Rounding may leave a draw behind the last weight: it belongs to the last token that can be drawn. */
    private int lastPossibleBefore(int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (values[i] > 0) {
                return i;
            }
        }
        throw new IllegalStateException("no token can be drawn");
    }

    private void sum() {
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = blockSum(block);
        }
        total = sumOfBlocks();
    }

    private double sumOfBlocks() {
        double all = 0;
        for (int block = 0; block < blocks.length; block++) {
            all += blocks[block];
            upTo[block] = all;
        }
        return all;
    }

    private double blockSum(int block) {
        int end = Math.min(values.length, (block + 1) * BLOCK);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = block * BLOCK; i < end; i += SPECIES.length()) {
            sums = sums.add(FloatVector.fromArray(SPECIES, values, i, SPECIES.indexInRange(i, end)));
        }
        return RowVectors.sum(sums);
    }

    /** Weights and their blocks' sums in one pass, added as {@link #blockSum} adds them. */
    private void exponentiate(float[] logits, float max, float inverseTemperature) {
        int whole = values.length / BLOCK;
        for (int block = 0; block < whole; block++) {
            FloatVector sums = FloatVector.zero(SPECIES);
            int end = (block + 1) * BLOCK;
            for (int i = block * BLOCK; i < end; i += SPECIES.length()) {
                FloatVector weights = RowVectors.exponential(
                        FloatVector.fromArray(SPECIES, logits, i).sub(max).mul(inverseTemperature));
                weights.intoArray(values, i);
                sums = sums.add(weights);
            }
            blocks[block] = RowVectors.sum(sums);
        }
        for (int i = whole * BLOCK; i < values.length; i += SPECIES.length()) {
            VectorMask<Float> lanes = SPECIES.indexInRange(i, values.length);
            RowVectors.exponential(FloatVector.fromArray(SPECIES, logits, i, lanes)
                            .sub(max)
                            .mul(inverseTemperature))
                    .intoArray(values, i, lanes);
        }
        if (whole < blocks.length) {
            blocks[whole] = blockSum(whole);
        }
        total = sumOfBlocks();
    }
}
