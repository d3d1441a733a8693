package dev.cloister.inference.grammar;

import java.util.List;

/**
 * A context-free grammar over bytes and control tokens as a graph with calls (a recursive transition network, Woods
 * 1970).
 *
 * @param nodes all nodes
 * @param rules the first node of each rule; rule 0 is the start
 * @param costs how many bytes and control tokens the shortest way from each node to its rule's end takes
 * @param depths how many calls deep that way goes
 */
record Grammar(List<Node> nodes, List<Integer> rules, int[] costs, int[] depths) {

    /** Calls deeper than this are not entered; every answer within it can be completed. */
    static final int DEEPEST = 200;

    /** The cost of what cannot be completed. */
    static final int NEVER = 1 << 28;

    static Grammar of(List<Node> nodes, List<Integer> rules) {
        ShortestWays ways = ShortestWays.of(nodes, rules);
        return new Grammar(List.copyOf(nodes), List.copyOf(rules), ways.costs(), ways.depths());
    }

    Node node(int index) {
        return nodes.get(index);
    }

    int start() {
        return rules.get(0);
    }

    boolean isEnd(int node) {
        return nodes.get(node) instanceof Node.Return;
    }

    /** Whether some answer fits at all. */
    boolean satisfiable() {
        return costs[start()] < NEVER && depths[start()] <= DEEPEST;
    }
}
