package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * What a tool says of itself, from a resource of this package (MCP 2026-07-28, server/tools, Tool).
 *
 * @param json the definition as clients get it
 * @param input judges arguments, in JSON Schema 2020-12
 */
record ToolDefinition(ObjectNode json, JsonSchema input) {

    private static final int SHOWN = 300;

    /** Reads the definition of the tool of that name. */
    static ToolDefinition of(String name) {
        try (InputStream in = Objects.requireNonNull(ToolDefinition.class.getResourceAsStream(name + ".json"), name)) {
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree(in);
            JsonSchema input = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(json.get("inputSchema"));
            return new ToolDefinition(json, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return json.get("name").textValue();
    }

    /** What is wrong with some arguments, in words that help whoever made them; empty where they fit. */
    List<String> faults(JsonNode arguments) {
        return input.validate(arguments).stream()
                .map(fault -> fault.getMessage())
                .map(words -> words.length() > SHOWN ? words.substring(0, SHOWN) + "..." : words)
                .limit(5)
                .toList();
    }
}
