package dev.cloister.inference.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Collects an automaton's states and edges, within bounds. */
final class AutomatonMaker {

    private final int mostStates;
    private final int mostEdges;
    private final List<List<Automaton.Edge>> edges = new ArrayList<>();
    private final BitSet accepting = new BitSet();
    private int count;

    /** Takes the edges of the state that is being explored. */
    interface Edges<S> {
        void edge(CodePoints on, S to);
    }

    AutomatonMaker(int mostStates, int mostEdges) {
        this.mostStates = mostStates;
        this.mostEdges = mostEdges;
    }

    int add(boolean accepts) {
        if (edges.size() >= mostStates) {
            throw new NotationException("it needs more than " + mostStates + " states");
        }
        edges.add(new ArrayList<>());
        accepting.set(edges.size() - 1, accepts);
        return edges.size() - 1;
    }

    void accept(int state) {
        accepting.set(state);
    }

    void edge(int from, CodePoints on, int to) {
        if (++count > mostEdges) {
            throw new NotationException("it needs more than " + mostEdges + " edges");
        }
        edges.get(from).add(new Automaton.Edge(on, to));
    }

    /** Adds all states that can be reached from the first; edges to the same state are one edge. */
    <S> void explore(S start, Predicate<S> accepts, BiConsumer<S, Edges<S>> edgesOf) {
        Map<S, Integer> known = new HashMap<>();
        Deque<S> open = new ArrayDeque<>(List.of(start));
        known.put(start, add(accepts.test(start)));
        while (!open.isEmpty()) {
            S state = open.remove();
            Map<Integer, CodePoints> targets = new HashMap<>();
            edgesOf.accept(state, (on, to) -> {
                Integer target = known.get(to);
                if (target == null) {
                    target = add(accepts.test(to));
                    known.put(to, target);
                    open.add(to);
                }
                targets.merge(target, on, CodePoints::or);
            });
            targets.forEach((target, on) -> edge(known.getOrDefault(state, 0), on, target));
        }
    }

    Automaton make() {
        return new Automaton(edges.stream().map(List::copyOf).toList(), accepting);
    }
}
