package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ChatMessage.Role;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.tool.CallIds;
import dev.cloister.inference.tool.ToolJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat as the variables of a template, in the shape that Hugging Face's chat templates know, every typed text under a
 * guard.
 */
final class ChatGlobals {

    private final TemplateAbilities abilities;
    private final Guard guard;
    private final Map<String, String> toolOfCall = new HashMap<>();

    ChatGlobals(TemplateAbilities abilities, Guard guard) {
        this.abilities = abilities;
        this.guard = guard;
    }

    /**
     * The variables.
     *
     * @param messages turns that the template can show
     * @param tools tools for the template to describe
     * @param thinking whether the model may think before it answers; where it may, the template decides
     */
    ObjectNode of(List<ChatMessage> messages, List<Tool> tools, boolean thinking) {
        ObjectNode globals = JsonNodeFactory.instance.objectNode();
        ArrayNode turns = globals.putArray("messages");
        messages.forEach(message -> turns.add(turn(message)));
        if (!tools.isEmpty()) {
            ArrayNode functions = globals.putArray("tools");
            tools.forEach(tool -> functions
                    .addObject()
                    .put("type", "function")
                    .set("function", guard.protect(ToolJson.function(tool))));
        }
        globals.put("add_generation_prompt", true);
        if (!thinking) {
            globals.put("enable_thinking", false);
        }
        return globals;
    }

    private ObjectNode turn(ChatMessage message) {
        ObjectNode turn = JsonNodeFactory.instance.objectNode();
        turn.put("role", message.role().templateName());
        String text =
                message.role() == Role.ASSISTANT ? guard.protectAnswer(message.text()) : guard.protect(message.text());
        if (abilities.plainContent()) {
            turn.put("content", text);
        } else {
            turn.putArray("content").addObject().put("type", "text").put("text", text);
        }
        if (message.role() == Role.TOOL) {
            turn.put("tool_call_id", CallIds.shortened(message.toolCall()));
            turn.put("name", guard.protect(toolOfCall.getOrDefault(message.toolCall(), "tool")));
        }
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = turn.putArray("tool_calls");
            message.toolCalls().forEach(call -> calls.add(call(call)));
        }
        return turn;
    }

    private ObjectNode call(ToolCall call) {
        toolOfCall.put(call.id(), call.tool());
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.put("id", CallIds.shortened(call.id())).put("type", "function");
        ObjectNode function = one.putObject("function").put("name", guard.protect(call.tool()));
        ObjectNode arguments = (ObjectNode) guard.protect(ToolJson.arguments(call));
        if (abilities.objectArguments()) {
            function.set("arguments", arguments);
        } else {
            function.put("arguments", arguments.toString());
        }
        return one;
    }
}
