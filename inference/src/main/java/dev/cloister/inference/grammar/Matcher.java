package dev.cloister.inference.grammar;

import dev.cloister.inference.grammar.MatchState.Place;
import dev.cloister.inference.grammar.MatchState.ReturnStack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows a text through a grammar, all readings at once. States are made when a text first reaches them and kept, so
 * that long stretches of an answer cost one look-up a byte. A call is entered only where it can still be completed
 * within the depth cap, so no reachable state is a dead end.
 */
final class Matcher {

    /** States kept at once; beyond, all are forgotten and made again when needed. */
    private static final int KEPT_STATES = 2048;

    private static final int MOST_PLACES = 4096;

    private final Grammar grammar;
    private final ReturnStack bottom = new ReturnStack(-1, null);
    private Map<Key, MatchState> states = new HashMap<>();
    private Map<StackKey, ReturnStack> stacks = new HashMap<>();

    private record Key(List<Place> places, boolean complete) {}

    private record StackKey(int node, ReturnStack below) {}

    Matcher(Grammar grammar) {
        this.grammar = grammar;
    }

    MatchState start() {
        return close(List.of(new Place(grammar.start(), bottom)));
    }

    /** The state after a byte (0 to 255). */
    MatchState step(MatchState state, int value) {
        MatchState known = state.after[value];
        if (known != null) {
            return known;
        }
        List<Place> next = new ArrayList<>();
        for (Place place : state.places) {
            if (grammar.node(place.node()) instanceof Node.Bytes bytes
                    && bytes.set().contains(value)) {
                next.add(new Place(bytes.next(), place.stack()));
            }
        }
        MatchState after = close(next);
        state.after[value] = after;
        return after;
    }

    /** The state after a control token, dead where it does not fit. */
    MatchState stepToken(MatchState state, int token) {
        List<Place> next = new ArrayList<>();
        for (Place place : state.places) {
            if (grammar.node(place.node()) instanceof Node.Token one && one.id() == token) {
                next.add(new Place(one.next(), place.stack()));
            }
        }
        return close(next);
    }

    /** The control tokens that fit after the state. */
    int[] controls(MatchState state) {
        return state.places.stream()
                .map(place -> grammar.node(place.node()))
                .filter(Node.Token.class::isInstance)
                .mapToInt(node -> ((Node.Token) node).id())
                .distinct()
                .toArray();
    }

    /** The state after all bytes, dead where they do not fit. */
    MatchState step(MatchState state, byte[] bytes) {
        MatchState now = state;
        for (byte value : bytes) {
            now = step(now, value & 0xFF);
            if (now.dead()) {
                return now;
            }
        }
        return now;
    }

    private MatchState close(List<Place> from) {
        Deque<Place> open = new ArrayDeque<>(from);
        Set<Place> seen = new HashSet<>(from);
        List<Place> places = new ArrayList<>();
        boolean complete = false;
        while (!open.isEmpty()) {
            Place place = open.removeFirst();
            ReturnStack stack = place.stack();
            switch (grammar.node(place.node())) {
                case Node.Bytes bytes -> places.add(place);
                case Node.Token token -> places.add(place);
                case Node.Split split -> {
                    for (int choice : split.choices()) {
                        visit(new Place(choice, stack), open, seen);
                    }
                }
                case Node.Call call ->
                    visit(new Place(grammar.rules().get(call.rule()), stack(call.next(), stack)), open, seen);
                case Node.Return end -> {
                    ReturnStack below = stack.below;
                    if (below == null) {
                        complete = true;
                    } else {
                        visit(new Place(stack.node, below), open, seen);
                    }
                }
            }
        }
        return intern(places, complete);
    }

    private void visit(Place place, Deque<Place> open, Set<Place> seen) {
        boolean completable = place.stack().depth + grammar.depths()[place.node()] <= Grammar.DEEPEST;
        if (completable && seen.add(place)) {
            if (seen.size() > MOST_PLACES) {
                throw new IllegalStateException("the schema is too ambiguous to follow");
            }
            open.addLast(place);
        }
    }

    private ReturnStack stack(int node, ReturnStack below) {
        return stacks.computeIfAbsent(new StackKey(node, below), key -> new ReturnStack(node, below));
    }

    private MatchState intern(List<Place> places, boolean complete) {
        if (states.size() >= KEPT_STATES) {
            states = new HashMap<>();
            stacks = new HashMap<>();
        }
        return states.computeIfAbsent(
                new Key(List.copyOf(places), complete), key -> new MatchState(key.places(), complete));
    }

    /** Whether a whole text fits. */
    boolean fits(byte[] text) {
        return step(start(), text).complete;
    }
}
