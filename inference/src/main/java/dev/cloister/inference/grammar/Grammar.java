package dev.cloister.inference.grammar;

import java.util.List;

/**
 * A context-free grammar over bytes as a graph with calls (a recursive transition network, Woods 1970).
 *
 * @param nodes all nodes
 * @param rules the first node of each rule; rule 0 is the start
 * @param depths how many calls deep the cheapest way from each node to its rule's end goes
 */
record Grammar(List<Node> nodes, List<Integer> rules, int[] depths) {

    /** Calls deeper than this are not entered; every answer within it can be completed. */
    static final int DEEPEST = 64;

    static final int NEVER = 1 << 20;

    static Grammar of(List<Node> nodes, List<Integer> rules) {
        int[] depths = new int[nodes.size()];
        java.util.Arrays.fill(depths, NEVER);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < depths.length; i++) {
                int depth = depth(nodes.get(i), rules, depths);
                if (depth < depths[i]) {
                    depths[i] = depth;
                    changed = true;
                }
            }
        }
        return new Grammar(List.copyOf(nodes), List.copyOf(rules), depths);
    }

    Node node(int index) {
        return nodes.get(index);
    }

    int start() {
        return rules.get(0);
    }

    /** Whether some answer fits at all. */
    boolean satisfiable() {
        return depths[start()] <= DEEPEST;
    }

    private static int depth(Node node, List<Integer> rules, int[] depths) {
        return switch (node) {
            case Node.Return end -> 0;
            case Node.Bytes bytes -> depths[bytes.next()];
            case Node.Token token -> depths[token.next()];
            case Node.Call call -> Math.min(NEVER, Math.max(1 + depths[rules.get(call.rule())], depths[call.next()]));
            case Node.Split split -> {
                int least = NEVER;
                for (int choice : split.choices()) {
                    least = Math.min(least, depths[choice]);
                }
                yield least;
            }
        };
    }
}
