package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says about objects.
 *
 * @param properties schemas by name, in declared order
 * @param patterns schemas by a pattern of names
 * @param additional the schema of all other members, where the schema says so
 * @param required names that must be there
 * @param least fewest members
 * @param most most members; negative where there is no limit
 */
record ObjectRules(
        Map<String, JsonNode> properties,
        Map<String, JsonNode> patterns,
        Optional<JsonNode> additional,
        Set<String> required,
        int least,
        int most) {

    static final ObjectRules ANY = new ObjectRules(Map.of(), Map.of(), Optional.empty(), Set.of(), 0, -1);

    ObjectRules and(ObjectRules other) {
        Set<String> needed = new LinkedHashSet<>(required);
        needed.addAll(other.required);
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (Set<String> names : List.of(properties.keySet(), other.properties.keySet(), needed)) {
            names.forEach(name -> all.computeIfAbsent(name, one -> SubSchemas.both(at(one), other.at(one))));
        }
        return new ObjectRules(
                all,
                bothPatterns(other),
                additional.isPresent() && other.additional.isPresent()
                        ? Optional.of(SubSchemas.both(additional.get(), other.additional.get()))
                        : additional.or(() -> other.additional),
                needed,
                Math.max(least, other.least),
                most < 0 || other.most < 0 ? Math.max(most, other.most) : Math.min(most, other.most));
    }

    /** What the one names by a pattern is additional to the other. */
    private Map<String, JsonNode> bothPatterns(ObjectRules other) {
        boolean mixed = !patterns.isEmpty() && !other.patterns.isEmpty();
        if (mixed
                && (additional.isPresent() || other.additional.isPresent())
                && !patterns.keySet().equals(other.patterns.keySet())) {
            throw SchemaProblem.unsupported("patternProperties of several schemas together with additionalProperties");
        }
        Map<String, JsonNode> both = new LinkedHashMap<>();
        patterns.forEach((pattern, schema) ->
                both.put(pattern, mixed ? schema : SubSchemas.both(schema, other.additional.orElse(BooleanNode.TRUE))));
        other.patterns.forEach((pattern, schema) -> both.merge(
                pattern,
                mixed ? schema : SubSchemas.both(schema, additional.orElse(BooleanNode.TRUE)),
                SubSchemas::both));
        return both;
    }

    /** The same with what the patterns say about declared names beside their own schemas. */
    ObjectRules resolved() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        properties.forEach((name, schema) -> {
            JsonNode both = schema;
            for (JsonNode more : matching(name)) {
                both = SubSchemas.both(both, more);
            }
            all.put(name, both);
        });
        return new ObjectRules(all, patterns, additional, required, least, most);
    }

    /** What a member of that name has to fit. */
    JsonNode at(String name) {
        JsonNode declared = properties.get(name);
        if (declared != null) {
            return declared;
        }
        List<JsonNode> named = matching(name);
        return named.isEmpty()
                ? additional.orElse(BooleanNode.TRUE)
                : named.stream().reduce(BooleanNode.TRUE, SubSchemas::both);
    }

    private List<JsonNode> matching(String name) {
        return patterns.entrySet().stream()
                .filter(one -> SchemaPattern.of(one.getKey()).takes(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether the counts leave nothing. */
    boolean empty() {
        return most >= 0 && Math.max(least, required.size()) > most;
    }
}
