package dev.cloister.inference.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A tool's parameters, each by itself.
 *
 * @param schemas each one's schema by its name, in declared order
 * @param required names of those that must be there
 */
record TaggedParameters(Map<String, JsonNode> schemas, Set<String> required) {

    private static final Set<String> KEYWORDS =
            Set.of("type", "properties", "required", "additionalProperties", "$defs", "definitions");
    private static final List<String> DEFINITIONS = List.of("$defs", "definitions");
    private static final Pattern NAME = Pattern.compile("[^<>\"'\\s]+");

    /** Nothing where the schema says more of the arguments together than which of them there are. */
    static Optional<TaggedParameters> of(Tool tool) {
        ObjectNode schema = ToolJson.parameters(tool);
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(one -> schemas.put(one.getKey(), whole(one.getValue(), schema)));
        Set<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        boolean apart = schema.path("type").asText().equals("object")
                && schema.properties().stream()
                        .allMatch(
                                one -> KEYWORDS.contains(one.getKey()) || TextSchema.ANNOTATIONS.contains(one.getKey()))
                && !schema.path("additionalProperties").isObject()
                && schemas.keySet().containsAll(required)
                && schemas.keySet().stream().allMatch(name -> NAME.matcher(name).matches())
                && schemas.values().stream().allMatch(JsonNode::isObject)
                && schema.findValuesAsText("$ref").stream().allMatch(TaggedParameters::isDefinition);
        return apart ? Optional.of(new TaggedParameters(schemas, required)) : Optional.empty();
    }

    private static JsonNode whole(JsonNode schema, ObjectNode root) {
        if (schema instanceof ObjectNode object) {
            ObjectNode whole = object.deepCopy();
            DEFINITIONS.stream().filter(root::has).forEach(name -> whole.set(name, root.get(name)));
            return whole;
        }
        return schema;
    }

    private static boolean isDefinition(String reference) {
        return DEFINITIONS.stream().anyMatch(name -> reference.startsWith("#/" + name + "/"));
    }
}
