package dev.cloister.inference.grammar;

import org.jspecify.annotations.Nullable;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** All places in a grammar where a text can be, with what was found out about them. */
final class MatchState {

    /** A place: a node that takes a byte, and the rules to return to. */
    record Place(int node, ReturnStack stack) {}

    /** Rules to return to. Made once each by {@link Matcher}, so identity is equality. */
    static final class ReturnStack {

        final int node;
        final int depth;
        final @Nullable ReturnStack below;

        ReturnStack(int node, @Nullable ReturnStack below) {
            this.node = node;
            this.below = below;
            depth = below == null ? 0 : below.depth + 1;
        }
    }

    final List<Place> places;
    final boolean complete;
    final @Nullable MatchState[] after = new MatchState[256];
    Optional<BitSet> allowed = Optional.empty();

    MatchState(List<Place> places, boolean complete) {
        this.places = places;
        this.complete = complete;
    }

    /** Whether no text leads on or ends here. */
    boolean dead() {
        return places.isEmpty() && !complete;
    }
}
