package dev.cloister.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.mcp.message.RpcError;
import dev.cloister.gateway.openai.answer.AnswerSlots;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * All tools, and their calls: each takes one of the account's places among those that wait for the engine, and leaves an
 * entry in the audit log that says which tool, without arguments and results.
 */
@ApplicationScoped
public class ToolBox {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final List<McpTool> tools;
    private final AnswerSlots slots;
    private final Ledger ledger;

    public ToolBox(SearchDocuments search, CheckMark check, AnswerSlots slots, Ledger ledger) {
        this.tools = List.of(search, check);
        this.slots = slots;
        this.ledger = ledger;
    }

    /** The definitions, always in the same order. */
    public List<ObjectNode> definitions() {
        return tools.stream().map(tool -> tool.definition().json().deepCopy()).toList();
    }

    /**
     * Answers {@code tools/call}. Arguments that do not fit, and whatever stands in a tool's way, come back as a result
     * that says so, since a model can mend its call.
     *
     * @throws RpcError INVALID_PARAMS where there is no such tool
     * @throws dev.cloister.gateway.problem.Refusal where the account has too much under way
     */
    public ObjectNode call(Caller caller, ObjectNode params) {
        McpTool tool = tools.stream()
                .filter(one ->
                        one.definition().name().equals(params.path("name").textValue()))
                .findFirst()
                .orElseThrow(() -> RpcError.invalidParams(200, "Unknown tool. tools/list names those that there are."));
        JsonNode arguments = params.has("arguments") ? params.get("arguments") : MAKE.objectNode();
        if (!arguments.isObject()) {
            throw RpcError.invalidParams(200, "The arguments must be an object.");
        }
        AnswerSlots.Held slot = slots.take(caller, 1);
        try {
            ObjectNode result = attempt(tool, caller, arguments);
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "mcp.called",
                    Map.of(
                            "tool",
                            tool.definition().name(),
                            "outcome",
                            result.path("isError").booleanValue() ? "failed" : "answered"));
            return result;
        } finally {
            slot.release();
        }
    }

    private static ObjectNode attempt(McpTool tool, Caller caller, JsonNode arguments) {
        List<String> faults = tool.definition().faults(arguments);
        if (!faults.isEmpty()) {
            return failed("The arguments do not fit: " + String.join("; ", faults) + ".");
        }
        try {
            ObjectNode structured = tool.call(caller, arguments);
            ObjectNode result = text(structured.toString(), false);
            result.set("structuredContent", structured);
            return result;
        } catch (RuntimeException e) {
            Problem problem = Problems.of(e);
            return failed(problem.title() + " " + problem.detail());
        }
    }

    private static ObjectNode failed(String words) {
        return text(words, true);
    }

    private static ObjectNode text(String words, boolean isError) {
        ObjectNode result = MAKE.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", words);
        return result.put("isError", isError);
    }
}
