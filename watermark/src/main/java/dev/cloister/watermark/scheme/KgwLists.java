package dev.cloister.watermark.scheme;

import dev.cloister.watermark.prf.TorchPermutation;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The published green lists by seed, the last few kept. For one thread. */
final class KgwLists {

    private static final int KEPT = 64;

    private final KgwGreenList scheme;
    private final Map<Integer, BitSet> lists = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, BitSet> eldest) {
            return size() > KEPT;
        }
    };

    KgwLists(KgwGreenList scheme) {
        this.scheme = scheme;
    }

    int seed(int[] context, int candidate) {
        return (int) scheme.seeding().seed(scheme.key(), context, candidate);
    }

    /** For a seed that is asked about one candidate: a few times faster than its whole list. */
    boolean isGreenAlone(int seed, int candidate) {
        return TorchPermutation.isAmongFirst(scheme.vocabulary(), scheme.listSize(), seed, candidate);
    }

    boolean isGreen(int seed, int candidate) {
        return lists.computeIfAbsent(
                        seed, unseen -> TorchPermutation.firstAsSet(scheme.vocabulary(), scheme.listSize(), seed))
                .get(candidate);
    }
}
