package dev.cloister.watermark.scheme;

import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Evidence of schemes whose lists do not depend on the context. A token type counts once, however often the text uses
 * it: counted each time, one frequent word that happens to be on the list decides, and human text is called marked many
 * times more often than the p-value says.
 */
final class Types {

    private Types() {}

    /**
     * @param counts which types the key has dealt by chance
     * @param onList which of those are on the list
     * @param share how many of the dealt types are on the list
     */
    static Evidence of(int[] tokens, IntPredicate counts, IntPredicate onList, double share) {
        int[] types = Arrays.stream(tokens).distinct().filter(counts).toArray();
        return Evidence.binomial((int) Arrays.stream(types).filter(onList).count(), types.length, share);
    }
}
