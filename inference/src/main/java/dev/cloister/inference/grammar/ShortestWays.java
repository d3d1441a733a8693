package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The shortest way from each node of a grammar to its rule's end, by Knuth's generalisation of Dijkstra's algorithm
 * (Information Processing Letters 6, 1977). Of ways that are equally short the one with the fewest nested calls counts.
 *
 * @param costs symbols on the way
 * @param depths calls that are open at once on the way
 */
record ShortestWays(int[] costs, int[] depths) {

    private record Reached(int node, int cost, int depth) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            return cost != other.cost ? Integer.compare(cost, other.cost) : Integer.compare(depth, other.depth);
        }
    }

    static ShortestWays of(List<Node> nodes, List<Integer> rules) {
        int[] costs = new int[nodes.size()];
        int[] depths = new int[nodes.size()];
        Arrays.fill(costs, Grammar.NEVER);
        Arrays.fill(depths, Grammar.NEVER);
        int[][] users = users(nodes, rules);
        PriorityQueue<Reached> open = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof Node.Return) {
                open.add(new Reached(i, 0, 0));
            }
        }
        while (!open.isEmpty()) {
            Reached reached = open.remove();
            if (costs[reached.node()] < Grammar.NEVER) {
                continue;
            }
            costs[reached.node()] = reached.cost();
            depths[reached.node()] = reached.depth();
            for (int user : users[reached.node()]) {
                if (costs[user] == Grammar.NEVER) {
                    offer(user, nodes, reached, rules, costs, depths, open);
                }
            }
        }
        return new ShortestWays(costs, depths);
    }

    private static void offer(
            int user,
            List<Node> nodes,
            Reached by,
            List<Integer> rules,
            int[] costs,
            int[] depths,
            PriorityQueue<Reached> open) {
        Reached found =
                switch (nodes.get(user)) {
                    case Node.Return end -> new Reached(user, 0, 0);
                    case Node.Split split -> new Reached(user, by.cost(), by.depth());
                    case Node.Bytes bytes -> new Reached(user, by.cost() + 1, by.depth());
                    case Node.Token token -> new Reached(user, by.cost() + 1, by.depth());
                    case Node.Call call -> {
                        int rule = rules.get(call.rule());
                        yield new Reached(
                                user,
                                Math.min(Grammar.NEVER, costs[rule] + costs[call.next()]),
                                nodes.get(call.next()) instanceof Node.Return
                                        ? depths[rule]
                                        : Math.max(1 + depths[rule], depths[call.next()]));
                    }
                };
        if (found.cost() < Grammar.NEVER) {
            open.add(found);
        }
    }

    /** Which nodes' ways go through each node. */
    private static int[][] users(List<Node> nodes, List<Integer> rules) {
        List<List<Integer>> users = new ArrayList<>();
        nodes.forEach(node -> users.add(new ArrayList<>(1)));
        for (int i = 0; i < nodes.size(); i++) {
            switch (nodes.get(i)) {
                case Node.Return end -> {}
                case Node.Bytes bytes -> users.get(bytes.next()).add(i);
                case Node.Token token -> users.get(token.next()).add(i);
                case Node.Split split -> {
                    for (int choice : split.choices()) {
                        users.get(choice).add(i);
                    }
                }
                case Node.Call call -> {
                    users.get(call.next()).add(i);
                    users.get(rules.get(call.rule())).add(i);
                }
            }
        }
        return users.stream()
                .map(all -> all.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }
}
