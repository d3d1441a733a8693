package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * A finite automaton over code points, without empty steps; it may be in several states at once and starts in state 0.
 *
 * @param edges of each state
 * @param accepting states in which a text may end
 */
record Automaton(List<List<Edge>> edges, BitSet accepting) {

    private static final int MOST_STATES = 20_000;
    private static final int MOST_EDGES = 100_000;

    /** Any of the characters leads to a state. */
    record Edge(CodePoints on, int to) {}

    /** Texts of so many code points; most is negative where there is no limit. */
    static Automaton lengths(int least, int most) {
        AutomatonMaker maker = new AutomatonMaker(MOST_STATES, MOST_EDGES);
        int last = most < 0 ? least : most;
        for (int i = 0; i <= last; i++) {
            maker.add(i >= least);
        }
        for (int i = 0; i < last; i++) {
            maker.edge(i, CodePoints.ALL, i + 1);
        }
        if (most < 0) {
            maker.edge(last, CodePoints.ALL, last);
        }
        return maker.make();
    }

    /** Texts that both take. */
    Automaton and(Automaton other) {
        AutomatonMaker maker = new AutomatonMaker(MOST_STATES, MOST_EDGES);
        maker.explore(
                new Pair(0, 0), pair -> accepting.get(pair.first) && other.accepting.get(pair.second), (pair, to) -> {
                    for (Edge one : edges.get(pair.first)) {
                        for (Edge two : other.edges.get(pair.second)) {
                            CodePoints both = one.on.and(two.on);
                            if (!both.isEmpty()) {
                                to.edge(both, new Pair(one.to, two.to));
                            }
                        }
                    }
                });
        return maker.make().trimmed();
    }

    /** Texts that this one does not take. */
    Automaton complement() {
        AutomatonMaker maker = new AutomatonMaker(MOST_STATES / 10, MOST_EDGES);
        BitSet start = new BitSet();
        start.set(0);
        maker.explore(start, set -> !set.intersects(accepting), (set, to) -> {
            for (CodePoints piece : pieces(set)) {
                BitSet reached = new BitSet();
                set.stream().forEach(state -> edges.get(state).stream()
                        .filter(edge ->
                                edge.on.contains(piece.ranges().getFirst().from()))
                        .forEach(edge -> reached.set(edge.to)));
                to.edge(piece, reached);
            }
        });
        return maker.make().trimmed();
    }

    /** Whether it takes no text at all. */
    boolean isEmpty() {
        return trimmed().accepting.isEmpty();
    }

    boolean takes(String text) {
        BitSet now = new BitSet();
        now.set(0);
        for (int value : text.codePoints().toArray()) {
            BitSet next = new BitSet();
            now.stream().forEach(state -> edges.get(state).stream()
                    .filter(edge -> edge.on.contains(value))
                    .forEach(edge -> next.set(edge.to)));
            now = next;
        }
        return now.intersects(accepting);
    }

    /** Without edges that lead where no text can end. */
    private Automaton trimmed() {
        List<List<Integer>> from = new ArrayList<>();
        edges.forEach(each -> from.add(new ArrayList<>()));
        for (int state = 0; state < edges.size(); state++) {
            for (Edge edge : edges.get(state)) {
                from.get(edge.to).add(state);
            }
        }
        BitSet useful = (BitSet) accepting.clone();
        List<Integer> open = new ArrayList<>(accepting.stream().boxed().toList());
        while (!open.isEmpty()) {
            for (int before : from.get(open.removeLast())) {
                if (!useful.get(before)) {
                    useful.set(before);
                    open.add(before);
                }
            }
        }
        List<List<Edge>> kept = edges.stream()
                .map(each -> each.stream().filter(edge -> useful.get(edge.to)).toList())
                .toList();
        return new Automaton(kept, accepting);
    }

    /** All characters, cut so that each piece leads everywhere or nowhere as a whole. */
    private List<CodePoints> pieces(BitSet states) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, 0xD800, 0xE000, 0x110000));
        states.stream().forEach(state -> edges.get(state)
                .forEach(edge -> edge.on.ranges().forEach(range -> {
                    cuts.add(range.from());
                    cuts.add(range.to() + 1);
                })));
        List<CodePoints> pieces = new ArrayList<>();
        int from = -1;
        for (int cut : cuts) {
            if (from >= 0 && from != 0xD800) {
                pieces.add(CodePoints.range(from, cut - 1));
            }
            from = cut;
        }
        return pieces;
    }

    private record Pair(int first, int second) {}
}
