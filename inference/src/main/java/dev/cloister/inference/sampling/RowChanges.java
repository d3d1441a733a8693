package dev.cloister.inference.sampling;

import java.util.Arrays;

/** Changes single logits of a row, and takes all of that back. Its memory is made once. */
final class RowChanges {

    private int[] ids = new int[64];
    private float[] before = new float[64];
    private int count;

    boolean none() {
        return count == 0;
    }

    /** Sets one logit. */
    void set(float[] row, int id, float logit) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            before = Arrays.copyOf(before, 2 * count);
        }
        ids[count] = id;
        before[count++] = row[id];
        row[id] = logit;
    }

    /** Restores the row, the last change first, since one token may have been changed several times. */
    void undo(float[] row) {
        while (count > 0) {
            count--;
            row[ids[count]] = before[count];
        }
    }
}
