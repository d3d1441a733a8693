package dev.cloister.inference.sampling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

/** Some tokens of a vocabulary with their weights: what truncation leaves. Its memory is made once. */
final class Candidates implements Support {

    private final int[] ids;
    private final float[] weights;
    private final float[] keys;

    /** The weight of the first so many tokens together; from the first draw on, until a weight changes. */
    private final double[] upTo;

    private boolean added;
    private int size;
    private double total;

    Candidates(int vocabulary) {
        ids = new int[vocabulary];
        weights = new float[vocabulary];
        keys = new float[vocabulary];
        upTo = new double[vocabulary];
    }

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    float weight(int index) {
        return weights[index];
    }

    void clear() {
        size = 0;
        total = 0;
        added = false;
    }

    /** Adds a token; {@link #sum} is to follow. */
    void add(int id, float weight) {
        ids[size] = id;
        weights[size++] = weight;
    }

    /** Counts the weights together. */
    void sum() {
        added = false;
        double all = 0;
        for (int i = 0; i < size; i++) {
            all += weights[i];
        }
        total = all;
    }

    float largest() {
        float largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, weights[i]);
        }
        return largest;
    }

    /** Orders by weight in {@link #keepFirst}. */
    void orderByWeight() {
        System.arraycopy(weights, 0, keys, 0, size);
    }

    /** Gives one token's place in the order of {@link #keepFirst}: larger keys come first. */
    void key(int index, float key) {
        keys[index] = key;
    }

    /** The weight of all tokens with at least this key. */
    double weightWithKeysFrom(float least) {
        double all = 0;
        for (int i = 0; i < size; i++) {
            all += keys[i] >= least ? weights[i] : 0;
        }
        return all;
    }

    /** Keeps the shortest beginning that has so many tokens or so much weight; of equal keys smaller ids come first. */
    void keepFirst(int count, double mass) {
        int low = 0;
        int high = size;
        int wanted = count;
        double missing = mass;
        while (low < high) {
            long split = partition(low, high, pivot(low, high));
            int equals = (int) (split >>> 32);
            int less = (int) split;
            double before = sum(low, equals);
            if (equals - low >= wanted || (equals > low && before >= missing)) {
                high = equals;
                continue;
            }
            wanted -= equals - low;
            missing -= before;
            double same = sum(equals, less);
            if (less - equals >= wanted || same >= missing) {
                low = equals + within(equals, less, wanted, missing);
                break;
            }
            wanted -= less - equals;
            missing -= same;
            low = less;
        }
        size = low;
        sum();
    }

    /** Keeps the tokens with at least this weight. */
    void keepAtLeast(float least) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (weights[i] >= least) {
                ids[kept] = ids[i];
                weights[kept++] = weights[i];
            }
        }
        size = kept;
        sum();
    }

    @Override
    public double total() {
        return total;
    }

    @Override
    public double entropy() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i] > 0 ? weights[i] * Math.log(weights[i]) : 0;
        }
        return Math.log(total) - sum / total;
    }

    /** Many draws cost little more than one. */
    @Override
    public int draw(double uniform) {
        if (!added) {
            addUp();
        }
        int low = RunningSums.firstAbove(upTo, size, uniform * upTo[size - 1]);
        // Rounding may put the draw behind the last weight: it belongs to the last token that has one.
        while (low > 0 && !(weights[low] > 0)) {
            low--;
        }
        return ids[low];
    }

    private void addUp() {
        double all = 0;
        for (int i = 0; i < size; i++) {
            all += weights[i];
            upTo[i] = all;
        }
        if (!(all > 0)) {
            throw new IllegalStateException("no token can be drawn");
        }
        added = true;
    }

    @Override
    public void remove(int token) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == token) {
                weights[i] = 0;
            }
        }
        sum();
    }

    @Override
    public void retain(BitSet members) {
        for (int i = 0; i < size; i++) {
            if (!members.get(ids[i])) {
                weights[i] = 0;
            }
        }
        sum();
    }

    @Override
    public void scale(IntToDoubleFunction factor) {
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                weights[i] *= (float) factor.applyAsDouble(ids[i]);
            }
        }
        sum();
    }

    @Override
    public int[] tokens() {
        int[] tokens = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                tokens[count++] = ids[i];
            }
        }
        int[] all = Arrays.copyOf(tokens, count);
        Arrays.sort(all);
        return all;
    }

    /** How many of tokens with the same key are taken; they are put in the order of their ids. */
    private int within(int from, int to, int wanted, double missing) {
        // Equal keys have equal weights, but for those of typical sampling, where two lie on either side of the
        // entropy.
        sortById(from, to);
        double reached = 0;
        int taken = 0;
        while (taken < to - from && taken < wanted && reached < missing) {
            reached += weights[from + taken];
            taken++;
        }
        return taken;
    }

    private void sortById(int from, int to) {
        long[] order = new long[to - from];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) ids[from + i] << 32 | Float.floatToRawIntBits(weights[from + i]);
        }
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            ids[from + i] = (int) (order[i] >>> 32);
            weights[from + i] = Float.intBitsToFloat((int) order[i]);
        }
    }

    private float pivot(int low, int high) {
        float a = keys[low];
        float b = keys[(low + high) >>> 1];
        float c = keys[high - 1];
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    /** Puts larger keys first, then equal ones; gives where equal ones begin (high half) and end (low half). */
    private long partition(int low, int high, float pivot) {
        int larger = low;
        int at = low;
        int smaller = high;
        while (at < smaller) {
            if (keys[at] > pivot) {
                swap(at++, larger++);
            } else if (keys[at] < pivot) {
                swap(at, --smaller);
            } else {
                at++;
            }
        }
        return (long) larger << 32 | smaller;
    }

    private void swap(int i, int j) {
        int id = ids[i];
        ids[i] = ids[j];
        ids[j] = id;
        float weight = weights[i];
        weights[i] = weights[j];
        weights[j] = weight;
        float key = keys[i];
        keys[i] = keys[j];
        keys[j] = key;
    }

    private double sum(int from, int to) {
        double all = 0;
        for (int i = from; i < to; i++) {
            all += weights[i];
        }
        return all;
    }
}
