package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that fit their rules: named members in declared order, then others. Members beyond the named ones may repeat a
 * name, so of those only the first counts towards the fewest, and all count towards the most.
 */
final class ObjectGrammar {

    private static final int LARGEST = 20_000;

    private final SchemaCompiler schemas;
    private final GrammarBuilder builder;
    private final ObjectRules rules;
    private final List<String> names;
    private final List<Other> others;
    private final int close;

    /** From this count on, more members change nothing. */
    private final int enough;

    private final Map<List<Integer>, Integer> known = new HashMap<>();

    /** Members that have no name of their own in the schema. */
    private record Other(Automaton names, JsonNode schema) {}

    ObjectGrammar(SchemaCompiler schemas, ObjectRules rules, int next) {
        this.schemas = schemas;
        this.rules = rules;
        builder = schemas.builder();
        Set<String> all = new LinkedHashSet<>(rules.properties().keySet());
        all.addAll(rules.required());
        names = List.copyOf(all);
        others = others();
        close = builder.literal("}", next);
        enough = rules.most() >= 0 ? rules.most() : Math.max(1, rules.least());
        if ((long) (names.size() + 1) * (enough + 1) > LARGEST) {
            throw SchemaProblem.unsupported("its minProperties or maxProperties with so many properties");
        }
        if (rules.least() > names.size() + (others.isEmpty() ? 0 : 1)) {
            throw SchemaProblem.unsupported(
                    "the value of minProperties, which counts on more names than properties has; declare them");
        }
    }

    int node() {
        return builder.literal("{", rules.empty() ? builder.either(List.of()) : from(0, 0));
    }

    /** What may stand where named members from an index on are to come and so many are there. */
    private int from(int index, int count) {
        Integer done = known.get(List.of(index, count));
        if (done != null) {
            return done;
        }
        int node;
        if (index == names.size()) {
            node = behindNamed(count);
        } else {
            String name = names.get(index);
            List<Integer> choices = new ArrayList<>();
            if (rules.most() < 0 || count < rules.most()) {
                choices.add(named(name, index, count));
            }
            if (!rules.required().contains(name)) {
                choices.add(from(index + 1, count));
            }
            node = builder.either(choices);
        }
        known.put(List.of(index, count), node);
        return node;
    }

    private int named(String name, int index, int count) {
        int content = content(index, Math.min(enough, count + 1));
        int member = builder.literal(JsonValues.quoted(name), schemas.colon(content));
        return count == 0 ? member : schemas.comma(member);
    }

    private int content(int index, int count) {
        List<Integer> key = List.of(index, count, 1);
        Integer done = known.get(key);
        if (done == null) {
            JsonNode schema = rules.at(names.get(index));
            int behind = from(index + 1, count);
            done = enough > 1 ? builder.call(schemas.rule(schema), behind) : schemas.value(schema, behind);
            known.put(key, done);
        }
        return done;
    }

    private int behindNamed(int count) {
        List<Integer> choices = new ArrayList<>();
        if (count >= rules.least()) {
            choices.add(close);
        }
        int room = rules.most() < 0 ? -1 : rules.most() - count;
        if (room != 0 && !others.isEmpty() && count + 1 >= rules.least()) {
            int rest = builder.repeat(0, room < 0 ? room : room - 1, after -> schemas.comma(other(after)), close);
            int first = other(rest);
            choices.add(count == 0 ? first : schemas.comma(first));
        }
        return builder.either(choices);
    }

    private int other(int next) {
        return builder.either(others.stream()
                .map(one -> schemas.strings()
                        .quoted(one.names(), schemas.colon(builder.call(schemas.rule(one.schema()), next))))
                .toList());
    }

    private List<Other> others() {
        boolean free = rules.properties().isEmpty() && rules.patterns().isEmpty();
        Optional<JsonNode> rest = rules.additional()
                .or(() -> free || rules.least() > names.size() ? Optional.of(BooleanNode.TRUE) : Optional.empty());
        List<Other> all = new ArrayList<>();
        try {
            Map<String, Automaton> patterns = new LinkedHashMap<>();
            rules.patterns().keySet().forEach(pattern -> patterns.put(pattern, SchemaPattern.of(pattern)));
            Automaton undeclared = undeclared();
            patterns.forEach((pattern, matching) -> {
                Automaton only = undeclared.and(matching);
                for (Map.Entry<String, Automaton> another : patterns.entrySet()) {
                    if (!another.getKey().equals(pattern)) {
                        only = only.and(another.getValue().complement());
                    }
                }
                all.add(new Other(only, rules.patterns().getOrDefault(pattern, BooleanNode.FALSE)));
            });
            if (rest.isPresent() && !isFalse(rest.get())) {
                Automaton only = undeclared;
                for (Automaton matching : patterns.values()) {
                    only = only.and(matching.complement());
                }
                all.add(new Other(only, rest.get()));
            }
        } catch (NotationException e) {
            throw SchemaProblem.unsupported("its names of members: " + e.getMessage());
        }
        return all.stream().filter(one -> !one.names().isEmpty()).toList();
    }

    private Automaton undeclared() {
        if (names.isEmpty()) {
            return Automaton.lengths(0, -1);
        }
        List<Regex> spelled = new ArrayList<>();
        for (String name : names) {
            spelled.add(new Regex.Sequence(name.codePoints()
                    .mapToObj(value -> (Regex) new Regex.Chars(CodePoints.of(value)))
                    .toList()));
        }
        return RegexAutomaton.whole(new Regex.Choice(spelled)).complement();
    }

    private static boolean isFalse(JsonNode schema) {
        return schema.isBoolean() && !schema.booleanValue();
    }
}
