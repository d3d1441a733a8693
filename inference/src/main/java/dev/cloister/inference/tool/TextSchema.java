package dev.cloister.inference.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.inference.grammar.GrammarPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Schemas of strings, whose text can stand as it is; a value of any other schema is written as JSON. */
final class TextSchema {

    /** Keywords that say nothing about values. */
    static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$schema",
            "$id",
            "$comment",
            "deprecated",
            "readOnly",
            "writeOnly");

    private static final Set<String> OF_STRINGS = Set.of("type", "minLength", "maxLength", "pattern", "format");
    private static final Set<String> OF_VALUES = Set.of("type", "enum", "const");

    private TextSchema() {}

    /**
     * The texts that fit.
     *
     * @param tag what never comes up in them
     * @return nothing where the schema is not of strings alone
     */
    static Optional<GrammarPart> form(JsonNode schema, String tag) {
        Set<String> keywords = schema.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> !ANNOTATIONS.contains(key) && !key.equals("$defs") && !key.equals("definitions"))
                .collect(Collectors.toSet());
        boolean typed = schema.path("type").asText().equals("string");
        if (typed && OF_STRINGS.containsAll(keywords)) {
            return Optional.of(new GrammarPart.Text(schema.toString(), tag));
        }
        boolean listed = schema.has("enum") != schema.has("const");
        if (listed && OF_VALUES.containsAll(keywords) && (typed || !schema.has("type"))) {
            return listed(schema, tag);
        }
        return Optional.empty();
    }

    private static Optional<GrammarPart> listed(JsonNode schema, String tag) {
        List<JsonNode> values = schema.has("const")
                ? List.of(schema.get("const"))
                : StreamSupport.stream(schema.get("enum").spliterator(), false).toList();
        boolean texts = values.stream()
                .allMatch(value -> value.isTextual() && !value.textValue().contains(tag));
        return texts && !values.isEmpty()
                ? Optional.of(GrammarPart.choice(values.stream()
                        .map(value -> GrammarPart.literal(value.textValue()))
                        .toList()))
                : Optional.empty();
    }
}
