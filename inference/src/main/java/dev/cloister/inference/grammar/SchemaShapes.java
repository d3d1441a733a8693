package dev.cloister.inference.grammar;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Resolves references and combinations of one document's schemas: each schema is a choice of shapes. */
final class SchemaShapes {

    private static final int MOST_ALTERNATIVES = 256;
    private static final int DEEPEST = 32;
    private static final int DEEPEST_PROOF = 3;

    private final JsonNode root;

    SchemaShapes(JsonNode root) {
        this.root = root;
    }

    /** The shapes of which a value has to fit one; none where nothing fits. */
    List<Shape> of(JsonNode schema) {
        return of(schema, 0);
    }

    /** What a reference within the document points to. */
    JsonNode target(String reference) {
        if (!reference.startsWith("#")) {
            throw SchemaProblem.unsupported("the keyword $ref with " + reference + ", which lies outside the schema");
        }
        JsonNode target;
        try {
            String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            target = root.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            throw SchemaProblem.unsupported("the keyword $ref with " + reference + ", which is no pointer");
        }
        if (target.isMissingNode()) {
            throw SchemaProblem.unsupported("the keyword $ref with " + reference + ", which the schema lacks");
        }
        return target;
    }

    /**
     * Checks that no value fits two of the alternatives, since a grammar takes what fits any.
     *
     * @throws dev.cloister.inference.EngineException SCHEMA_UNSUPPORTED where that cannot be shown
     */
    void requireApart(List<JsonNode> alternatives) {
        requireApart(alternatives, 0);
    }

    private void requireApart(List<JsonNode> alternatives, int depth) {
        List<List<Shape>> shapes =
                alternatives.stream().map(each -> of(each, depth + 1)).toList();
        for (int i = 0; i < shapes.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (Shape one : shapes.get(i)) {
                    for (Shape two : shapes.get(j)) {
                        if (!isEmpty(one.and(two), 0)) {
                            throw SchemaProblem.unsupported(
                                    "the keyword oneOf, since a value may fit both alternative %d and %d; tell them apart by a required constant, or use anyOf"
                                            .formatted(j + 1, i + 1));
                        }
                    }
                }
            }
        }
    }

    private List<Shape> of(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            throw SchemaProblem.unsupported("its combinations, which are nested too deeply or refer to themselves");
        }
        if (schema.isBoolean()) {
            return schema.booleanValue() ? List.of(Shape.ANY) : List.of();
        }
        if (!schema.isObject()) {
            throw SchemaProblem.unsupported("a schema that is neither an object nor true or false");
        }
        List<Shape> shapes = List.of(SchemaKeywords.read(schema));
        if (schema.has("$ref")) {
            shapes = product(shapes, of(target(schema.get("$ref").asText()), depth + 1));
        }
        for (JsonNode each : SchemaKeywords.listed(schema, "allOf")) {
            shapes = product(shapes, of(each, depth + 1));
        }
        for (String union : List.of("anyOf", "oneOf")) {
            List<JsonNode> alternatives = SchemaKeywords.listed(schema, union);
            if (union.equals("oneOf") && !alternatives.isEmpty()) {
                requireApart(alternatives, depth);
            }
            if (!alternatives.isEmpty()) {
                List<Shape> all = new ArrayList<>();
                alternatives.forEach(each -> all.addAll(of(each, depth + 1)));
                shapes = product(shapes, all);
            }
        }
        return shapes;
    }

    private List<Shape> product(List<Shape> some, List<Shape> others) {
        if (some.size() * others.size() > MOST_ALTERNATIVES) {
            throw SchemaProblem.unsupported("its combinations, which give more than " + MOST_ALTERNATIVES + " cases");
        }
        List<Shape> all = new ArrayList<>();
        for (Shape one : some) {
            for (Shape two : others) {
                Shape both = one.and(two);
                if (!isEmpty(both, DEEPEST_PROOF)) {
                    all.add(both);
                }
            }
        }
        return all;
    }

    /** Whether certainly no value fits. */
    private boolean isEmpty(Shape shape, int depth) {
        if (shape.listed().isPresent()) {
            return shape.listed().get().isEmpty();
        }
        return shape.kinds().stream().allMatch(kind -> switch (kind) {
            case OBJECT -> isEmpty(shape.object(), depth);
            case ARRAY -> shape.array().empty();
            case STRING -> shape.string().empty();
            case NUMBER -> shape.number().empty();
            case BOOLEAN, NULL -> false;
        });
    }

    private boolean isEmpty(ObjectRules object, int depth) {
        return object.empty()
                || (depth < DEEPEST_PROOF
                        && object.required().stream().anyMatch(name -> of(object.at(name), depth).stream()
                                .allMatch(each -> isEmpty(each, depth + 1))));
    }
}
