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
import java.util.OptionalInt;
import java.util.Set;

/**
 * Follows a text through a grammar, all readings at once. States are made when a text first reaches them and kept, so
 * that long stretches of an answer cost one look-up a byte. A call is entered only where it can still be completed
 * within the depth cap, so no reachable state is a dead end.
 *
 * <p>Symbols are bytes (0 to 255) and, from {@link #CONTROL} on, control tokens.
 */
final class Matcher {

    /** The symbol of control token 0. */
    static final int CONTROL = 256;

    /** States kept at once; beyond, all are forgotten and made again when needed. */
    private static final int KEPT_STATES = 1024;

    private static final int KEPT_PLACES = 100_000;
    private static final int KEPT_STACKS = 20_000;
    private static final int MOST_PLACES = 1024;

    private final Grammar grammar;
    private final ReturnStack bottom = new ReturnStack(-1, 0, null);
    private final Map<Key, MatchState> states = new HashMap<>();
    private final Map<StackKey, ReturnStack> stacks = new HashMap<>();
    private int keptPlaces;
    private WorkMeter meter = new WorkMeter();

    private record Key(List<Place> places, boolean complete) {}

    private record StackKey(int node, ReturnStack below) {}

    Matcher(Grammar grammar) {
        this.grammar = grammar;
    }

    /** Says who pays for what comes. */
    void charge(WorkMeter to) {
        to.begin();
        meter = to;
    }

    MatchState start() {
        return close(List.of(new Place(grammar.start(), bottom)));
    }

    /** The state after a symbol. */
    MatchState step(MatchState state, int symbol) {
        if (symbol >= CONTROL) {
            return stepControl(state, symbol - CONTROL);
        }
        MatchState known = state.after[symbol];
        if (known != null) {
            return known;
        }
        List<Place> next = new ArrayList<>();
        for (Place place : state.places) {
            if (grammar.node(place.node()) instanceof Node.Bytes bytes
                    && bytes.set().contains(symbol)) {
                next.add(new Place(bytes.next(), place.stack()));
            }
        }
        MatchState after = close(next);
        state.after[symbol] = after;
        return after;
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

    private MatchState stepControl(MatchState state, int token) {
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

    /** The only symbol that can follow; empty where the answer may end here or go on in several ways. */
    OptionalInt only(MatchState state) {
        int only = -1;
        for (Place place : state.places) {
            int symbol = smallest(place);
            boolean single = !(grammar.node(place.node()) instanceof Node.Bytes bytes)
                    || bytes.set().size() == 1;
            if (!single || (only >= 0 && symbol != only)) {
                return OptionalInt.empty();
            }
            only = symbol;
        }
        return state.complete || only < 0 ? OptionalInt.empty() : OptionalInt.of(only);
    }

    /**
     * The first symbol of the shortest text that completes an answer which is not complete, of equally short ones the
     * first in order. What is left of that text is the same for the state behind the symbol.
     */
    int towardsTheEnd(MatchState state) {
        int best = Integer.MAX_VALUE;
        for (Place place : state.places) {
            if (grammar.costs()[place.node()] + place.stack().cost == state.cost) {
                best = Math.min(best, smallest(place));
            }
        }
        return best;
    }

    private int smallest(Place place) {
        return switch (grammar.node(place.node())) {
            case Node.Bytes bytes -> bytes.set().smallest();
            case Node.Token token -> CONTROL + token.id();
            default -> throw new IllegalStateException("a place takes a symbol");
        };
    }

    private MatchState close(List<Place> from) {
        Deque<Place> open = new ArrayDeque<>();
        Set<Place> seen = new HashSet<>();
        from.forEach(place -> visit(place, open, seen));
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
                case Node.Call call -> {
                    // Behind a rule's last call nothing is left to do, so repetition by recursion needs no depth.
                    ReturnStack then = grammar.isEnd(call.next()) ? stack : stack(call.next(), stack);
                    visit(new Place(grammar.rules().get(call.rule()), then), open, seen);
                }
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
        meter.spend();
        boolean completable = grammar.costs()[place.node()] < Grammar.NEVER
                && place.stack().depth + grammar.depths()[place.node()] <= Grammar.DEEPEST;
        if (completable && seen.add(place)) {
            if (seen.size() > MOST_PLACES) {
                throw WorkMeter.tooAmbiguous();
            }
            open.addLast(place);
        }
    }

    private ReturnStack stack(int node, ReturnStack below) {
        return stacks.computeIfAbsent(
                new StackKey(node, below), key -> new ReturnStack(node, grammar.costs()[node], below));
    }

    private MatchState intern(List<Place> places, boolean complete) {
        if (states.size() >= KEPT_STATES || keptPlaces >= KEPT_PLACES || stacks.size() >= KEPT_STACKS) {
            states.values().forEach(MatchState::forget);
            states.clear();
            stacks.clear();
            keptPlaces = 0;
        }
        return states.computeIfAbsent(new Key(List.copyOf(places), complete), key -> {
            keptPlaces += key.places().size();
            return new MatchState(key.places(), complete, cost(key));
        });
    }

    private int cost(Key key) {
        int least = key.complete() ? 0 : Grammar.NEVER;
        for (Place place : key.places()) {
            least = Math.min(least, grammar.costs()[place.node()] + place.stack().cost);
        }
        return least;
    }

    /** Whether a whole text fits. */
    boolean fits(byte[] text) {
        return step(start(), text).complete;
    }
}
