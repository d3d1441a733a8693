package dev.cloister.inference.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import java.util.Optional;

/** Tools and calls as JSON, in the shape that chat templates know (OpenAI's). */
public final class ToolJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ToolJson() {}

    /** A tool's name, description and parameters. */
    public static ObjectNode function(Tool tool) {
        ObjectNode function = JsonNodeFactory.instance.objectNode();
        function.put("name", tool.name()).put("description", tool.description());
        function.set("parameters", parameters(tool));
        return function;
    }

    /**
     * The schema of a tool's arguments, which are always an object.
     *
     * @throws EngineException INVALID_REQUEST where it is no JSON object
     */
    public static ObjectNode parameters(Tool tool) {
        ObjectNode schema = tool.parameters().isBlank()
                ? JsonNodeFactory.instance.objectNode()
                : object(tool.parameters(), "The parameters of the tool " + tool.name());
        if (!schema.has("type") && !schema.has("$ref") && !schema.has("anyOf") && !schema.has("oneOf")) {
            schema.put("type", "object");
        }
        if (schema.path("type").asText().equals("object") && !schema.has("properties")) {
            schema.putObject("properties");
        }
        return schema;
    }

    /**
     * A call's arguments.
     *
     * @throws EngineException INVALID_REQUEST where they are no JSON object
     */
    public static ObjectNode arguments(ToolCall call) {
        return call.arguments().isBlank()
                ? JsonNodeFactory.instance.objectNode()
                : object(call.arguments(), "The arguments of the call of " + call.tool());
    }

    /** A JSON value; nothing where the text is none. */
    static Optional<JsonNode> value(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(value -> !value.isMissingNode());
        } catch (JsonProcessingException noValue) {
            return Optional.empty();
        }
    }

    /**
     * A JSON object.
     *
     * @throws EngineException INVALID_REQUEST where it is none
     */
    static ObjectNode object(String text, String what) {
        try {
            JsonNode parsed = JSON.readTree(text);
            if (parsed instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    Code.INVALID_REQUEST, what + " must be a JSON object: " + e.getOriginalMessage(), e);
        }
        throw new EngineException(Code.INVALID_REQUEST, what + " must be a JSON object.");
    }
}
