package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A JSON Schema (draft 2020-12, the part that {@link GrammarCompiler} lists) as a grammar of JSON texts without white
 * space, properties in declared order. Whatever fits the grammar fits the schema; a keyword whose meaning the grammar
 * would lose is refused.
 */
final class SchemaCompiler {

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
    private static final List<String> ALL_TYPES = List.of("object", "array", "string", "number", "boolean", "null");
    private static final Set<String> BOUNDS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength"),
            "number", BOUNDS,
            "integer", BOUNDS,
            "boolean", Set.of(),
            "null", Set.of());
    private static final int LONGEST = 10_000;

    private final JsonNode root;
    private final GrammarBuilder builder;
    private final String colon;
    private final String comma;
    private final Map<String, Integer> references = new HashMap<>();
    private final NumberGrammar numbers;
    private final StringGrammar strings;

    private SchemaCompiler(JsonNode root, GrammarBuilder builder, Spacing spacing) {
        this.root = root;
        this.builder = builder;
        colon = spacing == Spacing.SPACED ? ": " : ":";
        comma = spacing == Spacing.SPACED ? ", " : ",";
        numbers = new NumberGrammar(builder);
        strings = new StringGrammar(builder);
    }

    /** A rule of the values that fit the schema. */
    static int rule(GrammarBuilder builder, String schema, Spacing spacing) {
        JsonNode root = SchemaReader.read(schema);
        SchemaCompiler compiler = new SchemaCompiler(root, builder, spacing);
        int start = builder.declareRule();
        compiler.references.put("#", start);
        builder.defineRule(start, compiler.value(root, GrammarBuilder.END));
        return start;
    }

    private int value(JsonNode schema, int next) {
        if (schema.isBoolean() && schema.booleanValue()) {
            return builder.call(anything(), next);
        }
        if (!schema.isObject()) {
            throw SchemaProblem.unsupported("a schema that is neither an object nor true");
        }
        for (String union : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(union)) {
                return union(schema, union, next);
            }
        }
        if (schema.has("$ref")) {
            allow(schema, Set.of("$ref"));
            return builder.call(reference(schema.get("$ref").asText()), next);
        }
        if (schema.has("const")) {
            allow(schema, Set.of("const", "type"));
            return literals(schema, List.of(schema.get("const")), next);
        }
        if (schema.has("enum")) {
            allow(schema, Set.of("enum", "type"));
            return literals(schema, elements(schema.get("enum")).toList(), next);
        }
        List<String> types = types(schema);
        Set<String> allowed = new HashSet<>(Set.of("type"));
        types.forEach(type -> allowed.addAll(KEYWORDS.getOrDefault(type, Set.of())));
        allow(schema, allowed);
        List<Integer> choices = new ArrayList<>();
        for (String type : types) {
            choices.add(typed(type, schema, next));
        }
        return builder.either(choices);
    }

    private int typed(String type, JsonNode schema, int next) {
        return switch (type) {
            case "object" -> object(schema, next);
            case "array" -> array(schema, next);
            case "string" -> strings.string(count(schema, "minLength", 0), count(schema, "maxLength", -1), next);
            case "number" -> number(schema, true, next);
            case "integer" -> number(schema, false, next);
            case "boolean" -> builder.either(List.of(builder.literal("true", next), builder.literal("false", next)));
            case "null" -> builder.literal("null", next);
            default -> throw SchemaProblem.unsupported("the type " + type);
        };
    }

    private int union(JsonNode schema, String keyword, int next) {
        allow(schema, Set.of(keyword));
        List<JsonNode> alternatives = elements(schema.get(keyword)).toList();
        if (alternatives.isEmpty() || (keyword.equals("allOf") && alternatives.size() > 1)) {
            throw SchemaProblem.unsupported("the keyword " + keyword);
        }
        return builder.either(
                alternatives.stream().map(each -> value(each, next)).toList());
    }

    private int object(JsonNode schema, int next) {
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isMissingNode() && !additional.isBoolean()) {
            throw SchemaProblem.unsupported("the keyword additionalProperties with a schema");
        }
        JsonNode properties = schema.path("properties");
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        Set<String> required = new HashSet<>();
        elements(schema.path("required")).forEach(name -> required.add(name.asText()));
        if (!names.containsAll(required)) {
            throw SchemaProblem.unsupported("the keyword required with a name that properties lacks");
        }
        int close = builder.literal("}", next);
        int first = close;
        int later = close;
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            int content = value(properties.get(name), later);
            String key = quoted(name) + colon;
            int here = builder.literal(key, content);
            int behindComma = builder.literal(comma + key, content);
            boolean optional = !required.contains(name);
            first = optional ? builder.either(List.of(here, first)) : here;
            later = optional ? builder.either(List.of(behindComma, later)) : behindComma;
        }
        return builder.literal("{", first);
    }

    private int array(JsonNode schema, int next) {
        int least = count(schema, "minItems", 0);
        int most = count(schema, "maxItems", -1);
        int rule = schema.has("items") ? ruleFor(schema.get("items")) : anything();
        int close = builder.literal("]", next);
        if (most == 0) {
            return builder.literal("[", close);
        }
        int rest = builder.repeat(
                Math.max(0, least - 1),
                most < 0 ? most : most - 1,
                after -> builder.literal(comma, builder.call(rule, after)),
                close);
        int items = builder.call(rule, rest);
        return builder.literal("[", least == 0 ? builder.either(List.of(items, close)) : items);
    }

    private int number(JsonNode schema, boolean fractions, int next) {
        NumberBounds bounds = NumberBounds.of(schema);
        List<Integer> choices = new ArrayList<>(numbers.integers(bounds.least(), bounds.most(), next));
        if (fractions) {
            choices.addAll(numbers.fractions(false, Math.max(0, bounds.least()), bounds.mostWhole(), next));
            choices.addAll(numbers.fractions(true, Math.max(0, -bounds.most()), bounds.leastWhole(), next));
        }
        if (choices.isEmpty()) {
            throw SchemaProblem.unsupported("bounds that leave no number without a finer fraction");
        }
        return builder.either(choices);
    }

    private int literals(JsonNode schema, List<JsonNode> values, int next) {
        List<String> types = schema.has("type") ? types(schema) : List.of();
        List<Integer> choices = values.stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> isOf(value, type)))
                .map(value -> builder.literal(value.toString(), next))
                .toList();
        if (choices.isEmpty()) {
            throw SchemaProblem.unsupported("an enum without a value of its type");
        }
        return builder.either(choices);
    }

    private int reference(String pointer) {
        Integer known = references.get(pointer);
        if (known != null) {
            return known;
        }
        if (!pointer.startsWith("#/")) {
            throw SchemaProblem.unsupported("the keyword $ref with " + pointer + ", which lies outside the schema");
        }
        JsonNode target = root.at(pointer.substring(1));
        if (target.isMissingNode()) {
            throw SchemaProblem.unsupported("the keyword $ref with " + pointer + ", which the schema lacks");
        }
        int rule = builder.declareRule();
        references.put(pointer, rule);
        builder.defineRule(rule, value(target, GrammarBuilder.END));
        return rule;
    }

    private int ruleFor(JsonNode schema) {
        int rule = builder.declareRule();
        builder.defineRule(rule, value(schema, GrammarBuilder.END));
        return rule;
    }

    /** Any JSON value; its objects have free names. */
    private int anything() {
        Integer known = references.get("");
        if (known != null) {
            return known;
        }
        int rule = builder.declareRule();
        references.put("", rule);
        int end = GrammarBuilder.END;
        JsonNode free = JsonNodeFactory.instance.objectNode();
        int close = builder.literal("}", end);
        int rest = builder.repeat(0, -1, after -> builder.literal(comma, member(rule, after)), close);
        int object = builder.literal("{", builder.either(List.of(member(rule, rest), close)));
        builder.defineRule(
                rule,
                builder.either(List.of(
                        object,
                        array(free, end),
                        strings.string(0, -1, end),
                        number(free, true, end),
                        typed("boolean", free, end),
                        typed("null", free, end))));
        return rule;
    }

    private int member(int rule, int next) {
        return strings.string(0, -1, builder.literal(colon, builder.call(rule, next)));
    }

    private static void allow(JsonNode schema, Set<String> keywords) {
        schema.fieldNames().forEachRemaining(name -> {
            if (!keywords.contains(name) && !ANNOTATIONS.contains(name)) {
                throw SchemaProblem.unsupported("the keyword " + name);
            }
        });
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return List.of(type.asText());
        }
        if (type.isArray() && !type.isEmpty()) {
            return elements(type).map(JsonNode::asText).toList();
        }
        List<String> implied = ALL_TYPES.stream()
                .filter(each -> KEYWORDS.getOrDefault(each, Set.of()).stream().anyMatch(schema::has))
                .toList();
        return implied.isEmpty() ? ALL_TYPES : implied;
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw SchemaProblem.unsupported("the type " + type);
        };
    }

    private static int count(JsonNode schema, String keyword, int otherwise) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.intValue() < 0 || value.intValue() > LONGEST) {
            throw SchemaProblem.unsupported("the value of " + keyword);
        }
        return value.intValue();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String quoted(String name) {
        return TextNode.valueOf(name).toString();
    }
}
