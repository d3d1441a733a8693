package dev.cloister.watermark.scheme;

import dev.cloister.watermark.statistics.Evidence;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Evidence of schemes whose lists do not depend on the context. A token type counts once, however often the text uses
 * it: counted each time, one frequent word that happens to be on the list decides, and human text is called marked many
 * times more often than the p-value says.
 */
final class Types {

    private Types() {}

    /**
     * The types of a text.
     *
     * @param counts which types the key has dealt by chance
     * @param onList which of those are on the list
     * @param share how many of the dealt types are on the list
     */
    static MarkScheme.Parts of(int[] tokens, IntPredicate counts, IntPredicate onList, double share) {
        Numbers types = Numbers.of(tokens.length, 0, i -> tokens[i]);
        BitSet dealt = new BitSet();
        BitSet listed = new BitSet();
        new DistinctPlaces(types).forEach(0, tokens.length, i -> {
            dealt.set(types.at(i), counts.test(tokens[i]));
            listed.set(types.at(i), counts.test(tokens[i]) && onList.test(tokens[i]));
        });
        DistinctPlaces places = new DistinctPlaces(types);
        return (from, to) -> {
            int[] scored = new int[2];
            places.forEach(from, to, i -> {
                scored[0] += dealt.get(types.at(i)) ? 1 : 0;
                scored[1] += listed.get(types.at(i)) ? 1 : 0;
            });
            return Evidence.binomial(scored[1], scored[0], share);
        };
    }

    /** How many kinds of a part are among some. */
    static Evidence counted(DistinctPlaces places, Numbers kinds, BitSet among, int from, int to, double share) {
        int[] scored = new int[2];
        places.forEach(from, to, i -> {
            scored[0]++;
            scored[1] += among.get(kinds.at(i)) ? 1 : 0;
        });
        return Evidence.binomial(scored[1], scored[0], share);
    }
}
