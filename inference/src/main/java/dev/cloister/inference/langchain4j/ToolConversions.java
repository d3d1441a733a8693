package dev.cloister.inference.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.List;
import java.util.Optional;

/** LangChain4j's tools, calls and response formats as the engine's, and calls back. */
final class ToolConversions {

    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";
    private static final String ANY_JSON = "{}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolConversions() {}

    /** The tools of a request; it may call several at once, as LangChain4j's other models do. */
    static ToolUse tools(ChatRequest request) {
        List<Tool> tools =
                request.toolSpecifications().stream().map(ToolConversions::tool).toList();
        if (tools.isEmpty()) {
            return ToolUse.NONE;
        }
        ToolChoice wanted = Optional.ofNullable(request.toolChoice()).orElse(ToolChoice.AUTO);
        Choice choice =
                switch (wanted) {
                    case AUTO -> new Choice.Auto();
                    case REQUIRED -> new Choice.Required();
                    case NONE -> new Choice.None();
                };
        return new ToolUse(tools, choice, true);
    }

    /** The form that a request's response format asks for. */
    static Optional<OutputForm> form(ChatRequest request) {
        return Optional.ofNullable(request.responseFormat())
                .filter(format -> format.type() == ResponseFormatType.JSON)
                .map(format -> Optional.ofNullable(format.jsonSchema())
                        .map(schema -> schema(schema.rootElement()))
                        .orElse(ANY_JSON))
                .map(OutputForm.JsonSchema::new);
    }

    static ToolCall call(ToolExecutionRequest request) {
        return new ToolCall(
                Optional.ofNullable(request.id()).orElse(""),
                request.name(),
                Optional.ofNullable(request.arguments()).orElse("{}"));
    }

    static ToolExecutionRequest request(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.tool())
                .arguments(call.arguments())
                .build();
    }

    private static Tool tool(ToolSpecification tool) {
        return new Tool(
                tool.name(),
                Optional.ofNullable(tool.description()).orElse(""),
                Optional.ofNullable(tool.parameters())
                        .map(ToolConversions::schema)
                        .orElse(NO_ARGUMENTS));
    }

    private static String schema(JsonSchemaElement element) {
        if (element instanceof JsonRawSchema raw) {
            return raw.schema();
        }
        try {
            return JSON.writeValueAsString(JsonSchemaElementUtils.toMap(element));
        } catch (JsonProcessingException e) {
            throw new EngineException(Code.INVALID_REQUEST, "A JSON Schema cannot be written as JSON.", e);
        }
    }
}
