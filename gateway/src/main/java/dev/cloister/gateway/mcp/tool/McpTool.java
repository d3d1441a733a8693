package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;

/** One of the platform's tools. */
interface McpTool {

    ToolDefinition definition();

    /**
     * Carries it out.
     *
     * @param arguments fit the definition's input schema
     * @return structured content that fits its output schema
     */
    ObjectNode call(Caller caller, JsonNode arguments);
}
