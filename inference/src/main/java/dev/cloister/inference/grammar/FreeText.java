package dev.cloister.inference.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Any bytes in which none of several texts comes up; where one does, the grammar goes on elsewhere. The texts are looked
 * for all at once (Aho and Corasick 1975, with the complete transition function of section 6).
 */
final class FreeText {

    private static final int NONE = -1;
    private static final int BYTES = 256;

    private final GrammarBuilder builder;
    private final List<State> states = new ArrayList<>();
    private final List<Integer> controls = new ArrayList<>();

    private static final class State {
        final int[] after = new int[BYTES];
        final int node;
        int failure;
        int then = NONE;

        State(int node) {
            this.node = node;
            Arrays.fill(after, NONE);
        }
    }

    FreeText(GrammarBuilder builder) {
        this.builder = builder;
        states.add(new State(builder.reserve()));
    }

    /** Where the text begins; complete after {@link #build}. */
    int start() {
        return states.getFirst().node;
    }

    /** Goes on at the node where the text, not empty, has come up. */
    void trigger(String text, int then) {
        int at = 0;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            int symbol = value & 0xFF;
            if (states.get(at).after[symbol] == NONE) {
                states.add(new State(builder.reserve()));
                states.get(at).after[symbol] = states.size() - 1;
            }
            at = states.get(at).after[symbol];
        }
        states.get(at).then = then;
    }

    /** Goes on at the node after the control token. */
    void trigger(int token, int then) {
        controls.add(builder.token(token, then));
    }

    /** Lets the text end anywhere; what then follows is the given node. */
    void build(int next) {
        complete();
        for (State state : states) {
            List<Integer> choices = new ArrayList<>(List.of(next));
            choices.addAll(controls);
            ByteSet[] sets = new ByteSet[states.size()];
            for (int symbol = 0; symbol < BYTES; symbol++) {
                int target = state.after[symbol];
                ByteSet one = ByteSet.of(symbol);
                sets[target] = sets[target] == null ? one : sets[target].or(one);
            }
            for (int target = 0; target < sets.length; target++) {
                if (sets[target] != null) {
                    State reached = states.get(target);
                    choices.add(builder.bytes(sets[target], reached.then == NONE ? reached.node : reached.then));
                }
            }
            builder.fill(state.node, choices);
        }
    }

    private void complete() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int symbol = 0; symbol < BYTES; symbol++) {
            int child = states.getFirst().after[symbol];
            if (child == NONE) {
                states.getFirst().after[symbol] = 0;
            } else {
                open.add(child);
            }
        }
        while (!open.isEmpty()) {
            State state = states.get(open.remove());
            State failure = states.get(state.failure);
            if (state.then == NONE) {
                state.then = failure.then;
            }
            for (int symbol = 0; symbol < BYTES; symbol++) {
                int child = state.after[symbol];
                if (child == NONE) {
                    state.after[symbol] = failure.after[symbol];
                } else {
                    states.get(child).failure = failure.after[symbol];
                    open.add(child);
                }
            }
        }
    }
}
