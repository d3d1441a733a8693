package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.marks.WatermarkResource;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code check_mark}: whether a text carries a mark of the caller's tenant. */
@ApplicationScoped
public class CheckMark implements McpTool {

    private final ToolDefinition definition = ToolDefinition.of("check_mark");
    private final Marks marks;

    public CheckMark(Marks marks) {
        this.marks = marks;
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public ObjectNode call(Caller caller, JsonNode arguments) {
        WatermarkResource.Report report = WatermarkResource.Report.of(
                marks.detect(caller.tenant(), arguments.get("text").textValue()));
        return JsonNodeFactory.instance
                .objectNode()
                .put("verdict", report.verdict())
                .put("score", report.score())
                .put("pValue", report.pValue())
                .put("tokensScored", report.tokensScored());
    }
}
