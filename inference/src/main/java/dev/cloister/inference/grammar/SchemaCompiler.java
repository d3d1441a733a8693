package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Schema (draft 2020-12, the part that {@link GrammarCompiler} lists) as a grammar of JSON texts, properties in
 * declared order. Whatever fits the grammar fits the schema; a keyword whose meaning the grammar would lose is refused.
 */
final class SchemaCompiler {

    private static final int DEEPEST = 200;
    private static final int NONE = -1;

    private final GrammarBuilder builder;
    private final Spacing spacing;
    private final SchemaShapes shapes;
    private final StringGrammar strings;
    private final NumberGrammar numbers;
    private final Map<JsonNode, Integer> rules = new HashMap<>();
    private int anything = NONE;
    private int depth;

    private SchemaCompiler(GrammarBuilder builder, SchemaShapes shapes, Spacing spacing) {
        this.builder = builder;
        this.shapes = shapes;
        this.spacing = spacing;
        strings = new StringGrammar(builder);
        numbers = new NumberGrammar(builder);
    }

    /** A rule of the values that fit the schema. */
    static int rule(GrammarBuilder builder, String schema, Spacing spacing) {
        JsonNode root = SchemaReader.read(schema);
        return new SchemaCompiler(builder, new SchemaShapes(root), spacing).rule(root);
    }

    GrammarBuilder builder() {
        return builder;
    }

    StringGrammar strings() {
        return strings;
    }

    /** A comma before a further item or member. */
    int comma(int next) {
        return builder.literal(spacing == Spacing.SPACED ? ", " : ",", next);
    }

    /** The colon behind a name. */
    int colon(int next) {
        return builder.literal(spacing == Spacing.SPACED ? ": " : ":", next);
    }

    /** A rule of the values that fit the schema; the same for equal schemas. */
    int rule(JsonNode schema) {
        Integer known = rules.get(schema);
        if (known != null) {
            return known;
        }
        int rule = builder.declareRule();
        rules.put(schema, rule);
        builder.defineRule(rule, inline(schema, GrammarBuilder.END));
        return rule;
    }

    /** A value that fits the schema, then the next node. */
    int value(JsonNode schema, int next) {
        // Only by its rule does a schema that refers to itself come to an end.
        boolean mayRecur = schema.has("$ref") || schema.has("allOf");
        return mayRecur ? builder.call(rule(schema), next) : inline(schema, next);
    }

    private int inline(JsonNode schema, int next) {
        if (++depth > DEEPEST) {
            throw SchemaProblem.unsupported("its depth");
        }
        int node = unlimited(schema, next);
        depth--;
        return node;
    }

    private int unlimited(JsonNode schema, int next) {
        if (schema.isObject() && schema.has("$ref") && SchemaKeywords.hasOnly(schema, "$ref")) {
            return builder.call(rule(shapes.target(schema.get("$ref").asText())), next);
        }
        for (String union : List.of("anyOf", "oneOf")) {
            if (schema.has(union) && SchemaKeywords.hasOnly(schema, union)) {
                List<JsonNode> alternatives = SchemaKeywords.listed(schema, union);
                if (union.equals("oneOf")) {
                    shapes.requireApart(alternatives);
                }
                return builder.either(
                        alternatives.stream().map(each -> value(each, next)).toList());
            }
        }
        if (schema.isBoolean() && schema.booleanValue()) {
            return builder.call(anything(), next);
        }
        return builder.either(
                shapes.of(schema).stream().map(each -> shape(each, next)).toList());
    }

    /** A rule of any value, which may hold any value. */
    private int anything() {
        if (anything == NONE) {
            anything = builder.declareRule();
            builder.defineRule(anything, shape(Shape.ANY, GrammarBuilder.END));
        }
        return anything;
    }

    private int shape(Shape shape, int next) {
        if (shape.listed().isPresent()) {
            return builder.either(fitting(shape).stream()
                    .map(value -> builder.literal(JsonValues.text(value, spacing), next))
                    .toList());
        }
        List<Integer> choices = new ArrayList<>();
        for (Kind kind : shape.generated()) {
            choices.add(
                    switch (kind) {
                        case OBJECT -> new ObjectGrammar(this, shape.object(), next).node();
                        case ARRAY -> new ArrayGrammar(this, shape.array(), next).node();
                        case STRING -> strings.string(shape.string(), next);
                        case NUMBER -> numbers.number(shape.number(), next);
                        case BOOLEAN ->
                            builder.either(List.of(builder.literal("true", next), builder.literal("false", next)));
                        case NULL -> builder.literal("null", next);
                    });
        }
        return builder.either(choices);
    }

    /** Of the listed values those that the grammar of all other keywords takes as they are written. */
    private List<JsonNode> fitting(Shape shape) {
        List<JsonNode> listed = shape.listed().orElse(List.of());
        boolean plain = shape.object().equals(ObjectRules.ANY)
                && shape.array().equals(ArrayRules.ANY)
                && shape.string().equals(StringRules.ANY)
                && shape.number().withoutWhole().equals(NumberRules.ANY);
        if (plain) {
            return listed;
        }
        GrammarBuilder apart = new GrammarBuilder();
        int start = apart.declareRule();
        SchemaCompiler compiler = new SchemaCompiler(apart, shapes, Spacing.COMPACT);
        apart.defineRule(start, compiler.shape(shape.withoutValues().withKinds(shape.kinds()), GrammarBuilder.END));
        Matcher matcher = new Matcher(apart.build());
        return listed.stream()
                .filter(value ->
                        matcher.fits(JsonValues.text(value, Spacing.COMPACT).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
