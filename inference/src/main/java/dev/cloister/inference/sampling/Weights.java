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

    /** Below this, e^x is less than the smallest normal float. */
    private static final float SMALLEST_EXPONENT = -87f;

    private static final float LOG2_E = 1.44269504f;

    /** What rounding may take from a block's sum. */
    private static final float SUM_ERROR = 0.999f;

    /** 3 2^22: what is added to it and taken away again is rounded to a whole number. */
    private static final float TO_WHOLE = 0x1.8p23f;

    private final float[] values;

    /** Bits of the floats 2^whole. */
    private final int[] powers;

    private final double[] blocks;
    private double total;
    private float[] filledFrom = {};
    private float filledMax;
    private float filledInverse;

    Weights(int size) {
        values = new float[size];
        powers = new int[size];
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
        // A weight is e^x, so its logarithm needs no computing.
        double sum = 0;
        for (int from = 0; from < values.length; from += BLOCK) {
            int end = Math.min(values.length, from + BLOCK);
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            int i = from;
            for (; i + 3 < end; i += 4) {
                a += values[i] * exponent(i);
                b += values[i + 1] * exponent(i + 1);
                c += values[i + 2] * exponent(i + 2);
                d += values[i + 3] * exponent(i + 3);
            }
            for (; i < end; i++) {
                a += values[i] * exponent(i);
            }
            sum += (double) a + b + c + d;
        }
        return Math.log(total) - sum / total;
    }

    private float exponent(int index) {
        return Math.max((filledFrom[index] - filledMax) * filledInverse, SMALLEST_EXPONENT);
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

    /** Four running sums: one alone would wait for each addition before the next. */
    private double blockSum(int block) {
        int i = block * BLOCK;
        int end = Math.min(values.length, i + BLOCK);
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (; i + 3 < end; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return (double) a + b + c + d;
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
     * since the compiler makes vector instructions of each but not of one that does it all (five times slower).
     */
    private void exponentiate(float[] logits, float max, float inverseTemperature) {
        for (int i = 0; i < values.length; i++) {
            float y = Math.max((logits[i] - max) * inverseTemperature, SMALLEST_EXPONENT) * LOG2_E;
            float f = y - ((y + TO_WHOLE) - TO_WHOLE);
            values[i] =
                    1f + f * (0.6931472f + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
        }
        for (int i = 0; i < powers.length; i++) {
            float y = Math.max((logits[i] - max) * inverseTemperature, SMALLEST_EXPONENT) * LOG2_E;
            int whole = (int) ((y + TO_WHOLE) - TO_WHOLE);
            powers[i] = (whole + Float.MAX_EXPONENT) << (Float.PRECISION - 1);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= Float.intBitsToFloat(powers[i]);
        }
    }
}
