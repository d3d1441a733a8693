package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Schemas that hold at once. */
final class SubSchemas {

    private SubSchemas() {}

    /**
     * A schema of the values that both take. Those of one that is such a pair itself are counted singly, so that schemas
     * which refer to each other come to an end.
     */
    static JsonNode both(JsonNode one, JsonNode two) {
        if (isTrue(one) || one.equals(two)) {
            return two;
        }
        if (isTrue(two)) {
            return one;
        }
        Set<JsonNode> parts = new LinkedHashSet<>();
        addParts(one, parts);
        addParts(two, parts);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        parts.forEach(all::add);
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.set("allOf", all);
        return both;
    }

    private static void addParts(JsonNode schema, Set<JsonNode> parts) {
        if (schema.isObject() && schema.size() == 1 && schema.path("allOf").isArray()) {
            schema.get("allOf").forEach(part -> addParts(part, parts));
        } else {
            parts.add(schema);
        }
    }

    private static boolean isTrue(JsonNode schema) {
        return schema.isBoolean() && schema.booleanValue();
    }
}
