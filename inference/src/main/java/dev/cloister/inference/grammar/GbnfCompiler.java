package dev.cloister.inference.grammar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules in GBNF notation as rules of a grammar. */
final class GbnfCompiler {

    private static final String ROOT = "root";

    private final GrammarBuilder builder;
    private final CharacterWriter characters;
    private final Map<String, Integer> compiled = new HashMap<>();

    private GbnfCompiler(GrammarBuilder builder) {
        this.builder = builder;
        characters = new CharacterWriter(builder, false);
    }

    /**
     * The rule of {@code root}.
     *
     * @throws NotationException where the text is malformed, lacks a rule or is left-recursive
     */
    static int rule(GrammarBuilder builder, String text) {
        Map<String, Gbnf> rules = GbnfParser.parse(text);
        if (!rules.containsKey(ROOT)) {
            throw new NotationException("the rule " + ROOT + " is missing");
        }
        new LeftRecursion(rules).refuse();
        GbnfCompiler compiler = new GbnfCompiler(builder);
        rules.keySet().forEach(name -> compiler.compiled.put(name, builder.declareRule()));
        rules.forEach((name, body) -> builder.defineRule(compiler.rule(name), compiler.node(body, GrammarBuilder.END)));
        return compiler.rule(ROOT);
    }

    private int rule(String name) {
        Integer rule = compiled.get(name);
        if (rule == null) {
            throw new NotationException("the rule " + name + " is not defined");
        }
        return rule;
    }

    private int node(Gbnf part, int next) {
        return switch (part) {
            case Gbnf.Chars chars ->
                chars.set().isEmpty() ? builder.either(List.of()) : characters.one(chars.set(), next);
            case Gbnf.Rule rule -> builder.call(rule(rule.name()), next);
            case Gbnf.Sequence sequence -> {
                int node = next;
                for (Gbnf each : sequence.parts().reversed()) {
                    node = node(each, node);
                }
                yield node;
            }
            case Gbnf.Choice choice ->
                builder.either(
                        choice.choices().stream().map(each -> node(each, next)).toList());
            case Gbnf.Repeat repeat ->
                builder.repeat(repeat.least(), repeat.most(), after -> node(repeat.part(), after), next);
        };
    }

    /** Finds rules that can begin with themselves. */
    private static final class LeftRecursion {

        private final Map<String, Gbnf> rules;
        private final Set<String> empty = new HashSet<>();
        private final Set<String> done = new HashSet<>();
        private final Set<String> open = new HashSet<>();

        LeftRecursion(Map<String, Gbnf> rules) {
            this.rules = rules;
        }

        void refuse() {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (Map.Entry<String, Gbnf> rule : rules.entrySet()) {
                    changed |= canBeEmpty(rule.getValue()) && empty.add(rule.getKey());
                }
            }
            rules.keySet().forEach(this::visit);
        }

        private void visit(String name) {
            Gbnf body = rules.get(name);
            if (body == null || done.contains(name)) {
                return;
            }
            if (!open.add(name)) {
                throw new NotationException("the rule " + name + " can begin with itself (left recursion)");
            }
            if (open.size() > 500) {
                throw new NotationException("the rules refer to each other too deeply");
            }
            beginnings(body);
            open.remove(name);
            done.add(name);
        }

        private void beginnings(Gbnf part) {
            switch (part) {
                case Gbnf.Chars chars -> {}
                case Gbnf.Rule rule -> visit(rule.name());
                case Gbnf.Choice choice -> choice.choices().forEach(this::beginnings);
                case Gbnf.Repeat repeat -> beginnings(repeat.part());
                case Gbnf.Sequence sequence -> {
                    for (Gbnf each : sequence.parts()) {
                        beginnings(each);
                        if (!canBeEmpty(each)) {
                            return;
                        }
                    }
                }
            }
        }

        private boolean canBeEmpty(Gbnf part) {
            return switch (part) {
                case Gbnf.Chars chars -> false;
                case Gbnf.Rule rule -> empty.contains(rule.name());
                case Gbnf.Choice choice -> choice.choices().stream().anyMatch(this::canBeEmpty);
                case Gbnf.Repeat repeat -> repeat.least() == 0 || canBeEmpty(repeat.part());
                case Gbnf.Sequence sequence -> sequence.parts().stream().allMatch(this::canBeEmpty);
            };
        }
    }
}
