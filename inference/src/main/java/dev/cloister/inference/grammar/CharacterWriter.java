package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Characters as bytes of a grammar: well-formed UTF-8 (Unicode 16, table 3-7), plain or as the inside of a JSON string
 * (RFC 8259, section 7: what must be escaped is, by its short form where it has one; nothing else is).
 */
final class CharacterWriter {

    private static final int LAST_ASCII = 0x7F;
    private static final CodePoints ASCII = CodePoints.range(0, LAST_ASCII);
    private static final CodePoints ESCAPED = CodePoints.range(0, 0x1F).or(CodePoints.of('"', '\\'));
    private static final Map<Integer, Character> SHORT = Map.of(
            (int) '"',
            '"',
            (int) '\\',
            '\\',
            (int) '\b',
            'b',
            (int) '\f',
            'f',
            (int) '\n',
            'n',
            (int) '\r',
            'r',
            (int) '\t',
            't');

    private final GrammarBuilder builder;
    private final boolean json;
    private final Map<CodePoints, Integer> rules = new HashMap<>();

    CharacterWriter(GrammarBuilder builder, boolean json) {
        this.builder = builder;
        this.json = json;
    }

    /** One character of the set, then the next node. */
    int one(CodePoints set, int next) {
        boolean small = set.ranges().getLast().to() <= LAST_ASCII
                && (!json || set.and(ESCAPED).isEmpty());
        if (small) {
            return builder.bytes(bytes(set), next);
        }
        Integer rule = rules.get(set);
        if (rule == null) {
            rule = builder.declareRule();
            rules.put(set, rule);
            builder.defineRule(rule, spelled(set));
        }
        return builder.call(rule, next);
    }

    /** The texts that an automaton takes, then the next node. */
    int all(Automaton automaton, int next) {
        int[] nodes = new int[automaton.edges().size()];
        for (int state = 0; state < nodes.length; state++) {
            nodes[state] = builder.reserve();
        }
        for (int state = 0; state < nodes.length; state++) {
            List<Integer> choices = new ArrayList<>();
            for (Automaton.Edge edge : automaton.edges().get(state)) {
                choices.add(one(edge.on(), nodes[edge.to()]));
            }
            if (automaton.accepting().get(state)) {
                choices.add(next);
            }
            builder.fill(nodes[state], choices);
        }
        return nodes[0];
    }

    /** A text, then the next node. */
    int text(String text, int next) {
        int node = next;
        int[] characters = text.codePoints().toArray();
        for (int i = characters.length - 1; i >= 0; i--) {
            node = one(CodePoints.of(characters[i]), node);
        }
        return node;
    }

    private int spelled(CodePoints set) {
        int end = GrammarBuilder.END;
        List<Integer> choices = new ArrayList<>();
        CodePoints plain = json ? set.minus(ESCAPED) : set;
        CodePoints ascii = plain.and(ASCII);
        if (!ascii.isEmpty()) {
            choices.add(builder.bytes(bytes(ascii), end));
        }
        List<int[]> sequences = new ArrayList<>();
        for (CodePoints.Range range : plain.minus(ASCII).ranges()) {
            Utf8Ranges.split(range.from(), range.to(), sequences);
        }
        choices.addAll(tree(sequences, 0, end));
        if (json) {
            choices.addAll(escapes(set.and(ESCAPED), end));
        }
        return builder.either(choices);
    }

    /** Sequences of byte ranges whose ranges at any place are equal or apart, as a tree. */
    private List<Integer> tree(List<int[]> sequences, int at, int next) {
        Map<List<Integer>, List<int[]>> byFirst = new LinkedHashMap<>();
        for (int[] sequence : sequences) {
            byFirst.computeIfAbsent(List.of(sequence[2 * at], sequence[2 * at + 1]), key -> new ArrayList<>())
                    .add(sequence);
        }
        Map<Integer, ByteSet> byRest = new LinkedHashMap<>();
        byFirst.forEach((first, group) -> {
            boolean last = group.getFirst().length == 2 * (at + 1);
            int rest = last ? next : builder.either(tree(group, at + 1, next));
            byRest.merge(rest, ByteSet.range(first.getFirst(), first.getLast()), ByteSet::or);
        });
        List<Integer> nodes = new ArrayList<>();
        byRest.forEach((rest, set) -> nodes.add(builder.bytes(set, rest)));
        return nodes;
    }

    private List<Integer> escapes(CodePoints set, int next) {
        ByteSet letters = ByteSet.NONE;
        List<Integer> choices = new ArrayList<>();
        for (CodePoints.Range range : set.ranges()) {
            for (int value = range.from(); value <= range.to(); value++) {
                Character letter = SHORT.get(value);
                if (letter != null) {
                    letters = letters.or(ByteSet.of(letter));
                } else {
                    choices.add(builder.literal("\\u%04x".formatted(value), next));
                }
            }
        }
        if (letters.size() > 0) {
            choices.add(builder.literal("\\", builder.bytes(letters, next)));
        }
        return choices;
    }

    private static ByteSet bytes(CodePoints ascii) {
        ByteSet set = ByteSet.NONE;
        for (CodePoints.Range range : ascii.ranges()) {
            set = set.or(ByteSet.range(range.from(), range.to()));
        }
        return set;
    }
}
