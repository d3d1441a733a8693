package dev.cloister.inference.grammar;

import org.jspecify.annotations.Nullable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** All places in a grammar where a text can be, with what was found out about them. */
final class MatchState {

    /** Not computed yet. */
    static final int UNKNOWN = -1;

    /** A place: a node that takes a symbol, and the rules to return to. */
    record Place(int node, ReturnStack stack) {}

    /** Rules to return to. Made once each by {@link Matcher}, so identity is equality. */
    static final class ReturnStack {

        final int node;
        final int depth;

        /** Symbols that the shortest way through all these rules' rests takes. */
        final int cost;

        final @Nullable ReturnStack below;

        ReturnStack(int node, int cost, @Nullable ReturnStack below) {
            this.node = node;
            this.below = below;
            depth = below == null ? 0 : below.depth + 1;
            this.cost = below == null ? 0 : Math.min(Grammar.NEVER, below.cost + cost);
        }
    }

    final List<Place> places;

    /** Whether the answer may end here. */
    final boolean complete;

    /** Fewest symbols that complete the answer. */
    final int cost;

    final @Nullable MatchState[] after = new MatchState[256];

    /** The tokens that fit, whatever room is left. */
    @Nullable
    BitSet allowed;

    /** The most symbols to the end behind any of those tokens. */
    int farthest;

    /** Tokens on the shortest way to the end. */
    int tokensToClose = UNKNOWN;

    /** What follows in any case. */
    int @Nullable [] forced;

    MatchState(List<Place> places, boolean complete, int cost) {
        this.places = places;
        this.complete = complete;
        this.cost = cost;
    }

    /** Whether no text leads on or ends here. */
    boolean dead() {
        return places.isEmpty() && !complete;
    }

    /** Whether the answer is whole and nothing can follow. */
    boolean finished() {
        return places.isEmpty() && complete;
    }

    /** Forgets what came out of this state, so that it keeps no other one alive. */
    void forget() {
        Arrays.fill(after, null);
        allowed = null;
    }
}
