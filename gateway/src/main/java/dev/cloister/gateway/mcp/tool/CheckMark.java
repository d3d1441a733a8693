package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.marks.check.CheckedText;
import dev.cloister.gateway.marks.check.TextCheck;
import dev.cloister.gateway.marks.check.WatermarkResource;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code check_mark}: whether a text carries a mark of the caller's tenant. */
@ApplicationScoped
public class CheckMark implements McpTool {

    private final ToolDefinition definition = ToolDefinition.of("check_mark");
    private final TextCheck check;

    public CheckMark(TextCheck check) {
        this.check = check;
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public ObjectNode call(Caller caller, JsonNode arguments) {
        WatermarkResource.Report report = WatermarkResource.Report.of(check.check(
                caller.tenant(), CheckedText.of(arguments.get("text").textValue())));
        return JsonNodeFactory.instance
                .objectNode()
                .put("verdict", report.verdict())
                .put("score", report.score())
                .put("pValue", report.pValue())
                .put("tokensScored", report.tokensScored());
    }
}
