package dev.cloister.retrieval.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reciprocal-rank fusion of two rankings (Cormack, Clarke and Büttcher 2009, k = 60). */
final class RankFusion {

    private static final double K = 60;

    private RankFusion() {}

    record Fused(int item, double score, OptionalInt firstRank, OptionalInt secondRank) {}

    /** All items of both rankings, best first; ties go to the smaller item, so that the order is always the same. */
    static List<Fused> fuse(List<Integer> first, List<Integer> second) {
        Set<Integer> items = new LinkedHashSet<>(first);
        items.addAll(second);
        List<Fused> fused = new ArrayList<>();
        for (int item : items) {
            OptionalInt inFirst = rank(first, item);
            OptionalInt inSecond = rank(second, item);
            fused.add(new Fused(item, share(inFirst) + share(inSecond), inFirst, inSecond));
        }
        fused.sort(Comparator.comparingDouble(Fused::score).reversed().thenComparingInt(Fused::item));
        return fused;
    }

    private static OptionalInt rank(List<Integer> ranking, int item) {
        int index = ranking.indexOf(item);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index + 1);
    }

    private static double share(OptionalInt rank) {
        return rank.isPresent() ? 1 / (K + rank.getAsInt()) : 0;
    }
}
