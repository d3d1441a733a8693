package dev.cloister.inference.sampling;

/** Finds where a number falls among sums that rise. */
final class RunningSums {

    private RunningSums() {}

    /** The index of the first of so many sums that is larger; the last one where none is. By halving what is left. */
    static int firstAbove(double[] sums, int size, double at) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
