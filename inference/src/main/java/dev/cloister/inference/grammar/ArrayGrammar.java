package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.List;

/** Arrays that fit their rules. */
final class ArrayGrammar {

    private final SchemaCompiler schemas;
    private final GrammarBuilder builder;
    private final ArrayRules rules;
    private final int close;

    ArrayGrammar(SchemaCompiler schemas, ArrayRules rules, int next) {
        this.schemas = schemas;
        this.rules = rules;
        builder = schemas.builder();
        close = builder.literal("]", next);
    }

    int node() {
        return builder.literal("[", rules.empty() ? builder.either(List.of()) : behind(0));
    }

    /** What may stand behind so many items. */
    private int behind(int count) {
        List<Integer> choices = new ArrayList<>();
        if (count >= rules.least()) {
            choices.add(close);
        }
        boolean more = rules.most() < 0 || count < rules.most();
        if (more && count < rules.prefix().size()) {
            int item = schemas.value(rules.prefix().get(count), behind(count + 1));
            choices.add(count == 0 ? item : schemas.comma(item));
        } else if (more) {
            int rule = schemas.rule(rules.items());
            if (count > 0) {
                return further(rule, count);
            }
            choices.add(builder.call(rule, further(rule, 1)));
        }
        return builder.either(choices);
    }

    private int further(int rule, int count) {
        return builder.repeat(
                Math.max(0, rules.least() - count),
                rules.most() < 0 ? rules.most() : rules.most() - count,
                after -> schemas.comma(builder.call(rule, after)),
                close);
    }
}
