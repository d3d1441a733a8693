package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cloister.inference.EngineException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the keywords of one schema object, and refuses those that are not supported. */
final class SchemaKeywords {

    /** Keywords that say nothing about values. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly");

    private static final Set<String> COMBINING =
            Set.of("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref", "uniqueItems");

    private static final int LARGEST_COUNT = 10_000;
    private static final int MOST_DIGITS = 15;

    private SchemaKeywords() {}

    /** What the schema says apart from references and combinations. */
    static Shape read(JsonNode schema) {
        refuseOthers(schema);
        Shape shape = Shape.ANY.speaking(spoken(schema));
        if (schema.has("type")) {
            shape = typed(shape, schema.get("type"));
        }
        if (schema.has("enum")) {
            if (!schema.get("enum").isArray()) {
                throw value("enum");
            }
            shape = shape.withValues(elements(schema.get("enum")).toList());
        }
        if (schema.has("const")) {
            shape = shape.and(Shape.ANY.withValues(List.of(schema.get("const"))));
        }
        if (schema.path("uniqueItems").asBoolean(false)) {
            throw SchemaProblem.unsupported("the keyword uniqueItems");
        }
        return shape.withObject(object(schema))
                .withArray(array(schema))
                .withString(string(schema))
                .withNumber(number(schema).and(shape.number()));
    }

    /** Whether the schema has no keyword but these and annotations. */
    static boolean hasOnly(JsonNode schema, String keyword) {
        return schema.properties().stream()
                .allMatch(one -> one.getKey().equals(keyword) || ANNOTATIONS.contains(one.getKey()));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The schemas that a combination lists. */
    static List<JsonNode> listed(JsonNode schema, String keyword) {
        JsonNode all = schema.path(keyword);
        if (all.isMissingNode()) {
            return List.of();
        }
        if (!all.isArray() || all.isEmpty()) {
            throw value(keyword);
        }
        return elements(all).toList();
    }

    private static void refuseOthers(JsonNode schema) {
        for (Map.Entry<String, JsonNode> one : schema.properties()) {
            String keyword = one.getKey();
            boolean known = ANNOTATIONS.contains(keyword)
                    || COMBINING.contains(keyword)
                    || Kind.all().stream().anyMatch(kind -> kind.keywords().contains(keyword));
            if (!known) {
                throw SchemaProblem.unsupported("the keyword " + keyword);
            }
        }
    }

    private static Set<Kind> spoken(JsonNode schema) {
        Set<Kind> spoken = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.all()) {
            if (kind.keywords().stream().anyMatch(schema::has)) {
                spoken.add(kind);
            }
        }
        return spoken;
    }

    private static Shape typed(Shape shape, JsonNode type) {
        List<String> names = type.isTextual()
                ? List.of(type.asText())
                : elements(type)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .toList();
        if (names.isEmpty() || (type.isArray() && names.size() < type.size())) {
            throw value("type");
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        names.forEach(name -> kinds.add(Kind.named(name)));
        boolean whole = names.contains("integer") && !names.contains("number");
        return shape.withKinds(kinds).withNumber(whole ? NumberRules.integers() : NumberRules.ANY);
    }

    private static ObjectRules object(JsonNode schema) {
        Set<String> required = new LinkedHashSet<>();
        elements(schema.path("required")).forEach(name -> required.add(name.asText()));
        return new ObjectRules(
                        members(schema, "properties"),
                        members(schema, "patternProperties"),
                        Optional.of(schema.path("additionalProperties")).filter(one -> !one.isMissingNode()),
                        required,
                        count(schema, "minProperties", 0),
                        count(schema, "maxProperties", -1))
                .resolved();
    }

    private static Map<String, JsonNode> members(JsonNode schema, String keyword) {
        JsonNode all = schema.path(keyword);
        if (!all.isMissingNode() && !all.isObject()) {
            throw value(keyword);
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        all.properties().forEach(one -> members.put(one.getKey(), one.getValue()));
        return members;
    }

    private static ArrayRules array(JsonNode schema) {
        JsonNode items = schema.path("items");
        if (items.isArray()) {
            throw SchemaProblem.unsupported("the value of items, an array; prefixItems is its name in draft 2020-12");
        }
        List<JsonNode> prefix = new ArrayList<>();
        if (schema.has("prefixItems")) {
            prefix.addAll(listed(schema, "prefixItems"));
        }
        return new ArrayRules(
                prefix,
                items.isMissingNode() ? BooleanNode.TRUE : items,
                count(schema, "minItems", 0),
                count(schema, "maxItems", -1));
    }

    private static StringRules string(JsonNode schema) {
        return new StringRules(
                count(schema, "minLength", 0),
                count(schema, "maxLength", -1),
                text(schema, "pattern"),
                text(schema, "format"));
    }

    private static NumberRules number(JsonNode schema) {
        NumberRules rules = NumberRules.ANY;
        if (schema.has("minimum") && !beyond(schema.get("minimum"), -1)) {
            rules = rules.and(NumberRules.from(decimal(schema, "minimum"), false));
        }
        if (schema.has("exclusiveMinimum") && !beyond(schema.get("exclusiveMinimum"), -1)) {
            rules = rules.and(NumberRules.from(decimal(schema, "exclusiveMinimum"), true));
        }
        if (schema.has("maximum") && !beyond(schema.get("maximum"), 1)) {
            rules = rules.and(NumberRules.upTo(decimal(schema, "maximum"), false));
        }
        if (schema.has("exclusiveMaximum") && !beyond(schema.get("exclusiveMaximum"), 1)) {
            rules = rules.and(NumberRules.upTo(decimal(schema, "exclusiveMaximum"), true));
        }
        if (schema.has("multipleOf")) {
            BigDecimal step = decimal(schema, "multipleOf");
            if (step.signum() <= 0) {
                throw value("multipleOf");
            }
            rules = rules.and(NumberRules.multiplesOf(step));
        }
        return rules;
    }

    private static Set<String> text(JsonNode schema, String keyword) {
        JsonNode text = schema.path(keyword);
        if (!text.isMissingNode() && !text.isTextual()) {
            throw value(keyword);
        }
        return text.isMissingNode() ? Set.of() : Set.of(text.asText());
    }

    private static int count(JsonNode schema, String keyword, int otherwise) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber()
                || !JsonValues.isWhole(value)
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(BigDecimal.valueOf(LARGEST_COUNT)) > 0) {
            throw value(keyword);
        }
        return value.intValue();
    }

    /** Whether a bound lies further out than any number that is ever written, as zod's bounds of integers do. */
    private static boolean beyond(JsonNode bound, int sign) {
        return bound.isNumber()
                && bound.decimalValue().multiply(BigDecimal.valueOf(sign)).compareTo(BigDecimal.TEN.pow(MOST_DIGITS))
                        >= 0;
    }

    /** A number that every JSON reader keeps apart from its neighbours. */
    private static BigDecimal decimal(JsonNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        if (!value.isNumber()) {
            throw value(keyword);
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        if (number.precision() > MOST_DIGITS
                || number.scale() > MOST_DIGITS
                || number.precision() - number.scale() > MOST_DIGITS) {
            throw SchemaProblem.unsupported(
                    "the value of " + keyword + ", which has more than " + MOST_DIGITS + " digits");
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static EngineException value(String keyword) {
        return SchemaProblem.unsupported("the value of " + keyword);
    }
}
