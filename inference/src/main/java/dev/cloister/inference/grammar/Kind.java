package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of JSON values, with the keywords of JSON Schema that speak about each. */
enum Kind {
    OBJECT("properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties"),
    ARRAY("items", "prefixItems", "minItems", "maxItems"),
    STRING("minLength", "maxLength", "pattern", "format"),
    NUMBER("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    BOOLEAN,
    NULL;

    private final Set<String> keywords;

    Kind(String... keywords) {
        this.keywords = Set.of(keywords);
    }

    Set<String> keywords() {
        return keywords;
    }

    static Set<Kind> all() {
        return EnumSet.allOf(Kind.class);
    }

    static Kind of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> OBJECT;
            case ARRAY -> ARRAY;
            case STRING -> STRING;
            case NUMBER -> NUMBER;
            case BOOLEAN -> BOOLEAN;
            default -> NULL;
        };
    }

    /** The kind that a schema's type names; an integer is a number. */
    static Kind named(String type) {
        if (type.equals("integer")) {
            return NUMBER;
        }
        return Arrays.stream(values())
                .filter(kind -> kind.name().equalsIgnoreCase(type))
                .findAny()
                .orElseThrow(() -> SchemaProblem.unsupported("the type " + type));
    }
}
