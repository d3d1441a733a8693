package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Collects a grammar's nodes. Everything is built backwards: each method takes what follows and gives what begins. */
final class GrammarBuilder {

    /** The node that ends every rule. */
    static final int END = 0;

    private static final int MOST_NODES = 60_000;
    private static final int UNDEFINED = -1;

    private final List<Node> nodes = new ArrayList<>(List.of(new Node.Return()));
    private final List<Integer> rules = new ArrayList<>();
    private final Map<Node.Bytes, Integer> same = new HashMap<>();

    int bytes(ByteSet set, int next) {
        Node.Bytes node = new Node.Bytes(set, next);
        Integer known = same.get(node);
        if (known == null) {
            known = add(node);
            same.put(node, known);
        }
        return known;
    }

    /** A control token, then the next node. */
    int token(int token, int next) {
        return add(new Node.Token(token, next));
    }

    /** A node to be filled later. */
    int reserve() {
        return add(new Node.Split(new int[0]));
    }

    /** Makes a reserved node a choice. */
    void fill(int reserved, List<Integer> choices) {
        nodes.set(
                reserved,
                new Node.Split(choices.stream().mapToInt(Integer::intValue).toArray()));
    }

    int literal(String text, int next) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int node = next;
        for (int i = bytes.length - 1; i >= 0; i--) {
            node = bytes(ByteSet.of(bytes[i] & 0xFF), node);
        }
        return node;
    }

    int either(List<Integer> choices) {
        return choices.size() == 1
                ? choices.get(0)
                : add(new Node.Split(
                        choices.stream().mapToInt(Integer::intValue).toArray()));
    }

    int call(int rule, int next) {
        return add(new Node.Call(rule, next));
    }

    /** Between least and most times the element, without end where most is negative. */
    int repeat(int least, int most, IntUnaryOperator element, int next) {
        int node;
        if (most < 0) {
            int loop = reserve();
            fill(loop, List.of(element.applyAsInt(loop), next));
            node = loop;
        } else {
            node = next;
            for (int i = least; i < most; i++) {
                node = either(List.of(element.applyAsInt(node), next));
            }
        }
        for (int i = 0; i < least; i++) {
            node = element.applyAsInt(node);
        }
        return node;
    }

    /** A rule to be defined later. */
    int declareRule() {
        rules.add(UNDEFINED);
        return rules.size() - 1;
    }

    void defineRule(int rule, int start) {
        rules.set(rule, start);
    }

    Grammar build() {
        return Grammar.of(nodes, rules);
    }

    private int add(Node node) {
        if (nodes.size() >= MOST_NODES) {
            throw new EngineException(
                    Code.GRAMMAR_INVALID,
                    "The form is too large: its grammar has more than %d nodes. Nothing was generated; make it smaller."
                            .formatted(MOST_NODES));
        }
        nodes.add(node);
        return nodes.size() - 1;
    }
}
