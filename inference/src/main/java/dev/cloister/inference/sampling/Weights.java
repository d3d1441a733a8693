package dev.cloister.inference.sampling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

/**
 * Unnormalised probabilities of all tokens, with sums of blocks so that a draw looks at one block only. The likeliest
 * token has weight 1 after {@link #fill}; a weight of 0 cannot be drawn.
 */
final class Weights implements Support {

    private static final int BLOCK = 256;
    private static final int STRETCH = 8 * BLOCK;

    /** Below this, e^x is less than the smallest normal float. */
    private static final float SMALLEST_EXPONENT = -87f;

    private static final float LOG2_E = 1.44269504f;

    /** What rounding may take from a block's sum. */
    private static final float SUM_ERROR = 0.999f;

    /** 3 2^22: what is added to it and taken away again is rounded to a whole number. */
    private static final float TO_WHOLE = 0x1.8p23f;

    private final float[] values;

    /** Bits of the floats 2^whole of one stretch. */
    private final int[] powers;

    private final float[] products = new float[STRETCH];
    private final double[] blocks;
    private double total;
    private float[] filledFrom = {};
    private float filledMax;
    private float filledInverse;

    Weights(int size) {
        values = new float[size];
        powers = new int[STRETCH];
        blocks = new double[(size + BLOCK - 1) / BLOCK];
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
        sum();
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

    /** The entropy of the distribution in nats. */
    double entropy() {
        double sum = 0;
        for (int from = 0; from < values.length; from += STRETCH) {
            int length = Math.min(values.length - from, STRETCH);
            multiply(values, filledFrom, from, length, filledMax, filledInverse, products);
            sum += sum(products, 0, length);
        }
        return Math.log(total) - sum / total;
    }

    /** Each weight by its own logarithm; a weight is e^x, so that needs no computing. */
    private static void multiply(
            float[] weights, float[] logits, int from, int length, float max, float inverse, float[] products) {
        for (int i = 0; i < length; i++) {
            products[i] = weights[from + i] * Math.max((logits[from + i] - max) * inverse, SMALLEST_EXPONENT);
        }
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
        double left = uniform * total;
        int block = 0;
        while (block < blocks.length - 1 && left >= blocks[block]) {
            left -= blocks[block++];
        }
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
        for (double block : blocks) {
            all += block;
        }
        return all;
    }

    private double blockSum(int block) {
        return sum(values, block * BLOCK, Math.min(values.length, (block + 1) * BLOCK));
    }

    /** Eight running sums: one alone would wait for each addition before the next. */
    private static double sum(float[] of, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i + 7 < to; i += 8) {
            a += of[i];
            b += of[i + 1];
            c += of[i + 2];
            d += of[i + 3];
            e += of[i + 4];
            f += of[i + 5];
            g += of[i + 6];
            h += of[i + 7];
        }
        for (; i < to; i++) {
            a += of[i];
        }
        return (double) a + b + c + d + e + f + g + h;
    }

    static float max(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        return max;
    }

    /**
     * e^x as 2^whole 2^fraction, the latter by a polynomial; relative error below 5e-6. Three loops without branches,
     * since the compiler makes vector instructions of each but not of one that does it all (five times slower); over
     * stretches that stay in the first-level cache from one loop to the next.
     */
    private void exponentiate(float[] logits, float max, float inverseTemperature) {
        for (int from = 0; from < values.length; from += STRETCH) {
            int to = Math.min(values.length, from + STRETCH);
            for (int i = from; i < to; i++) {
                float y = Math.max((logits[i] - max) * inverseTemperature, SMALLEST_EXPONENT) * LOG2_E;
                float f = y - ((y + TO_WHOLE) - TO_WHOLE);
                values[i] = 1f
                        + f
                                * (0.6931472f
                                        + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
            }
            for (int i = from; i < to; i++) {
                float y = Math.max((logits[i] - max) * inverseTemperature, SMALLEST_EXPONENT) * LOG2_E;
                int whole = (int) ((y + TO_WHOLE) - TO_WHOLE);
                powers[i - from] = (whole + Float.MAX_EXPONENT) << (Float.PRECISION - 1);
            }
            for (int i = from; i < to; i++) {
                values[i] *= Float.intBitsToFloat(powers[i - from]);
            }
        }
    }
}
