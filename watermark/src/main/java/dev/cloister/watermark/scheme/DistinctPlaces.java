package dev.cloister.watermark.scheme;

import java.util.function.IntConsumer;

/**
 * The places of a text of which each kind counts once in a part: pairs of tokens, types or contexts. Not for several
 * threads.
 */
final class DistinctPlaces {

    private final Numbers kinds;
    private final int[] countedIn;
    private int part;

    DistinctPlaces(Numbers kinds) {
        this.kinds = kinds;
        this.countedIn = new int[kinds.count()];
    }

    /** The first place of each kind from there to before the other. */
    void forEach(int from, int to, IntConsumer place) {
        part++;
        for (int i = from; i < to; i++) {
            int kind = kinds.at(i);
            if (kind >= 0 && countedIn[kind] != part) {
                countedIn[kind] = part;
                place.accept(i);
            }
        }
    }
}
