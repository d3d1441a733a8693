package dev.cloister.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.Variant;
import java.util.Optional;

/** Writes requests in OpenAI's form, and refuses what the server was not declared to take. */
final class RequestWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_STOPS = 4;

    private final String model;
    private final ServerLimits limits;

    RequestWriter(String model, ServerLimits limits) {
        this.model = model;
        this.limits = limits;
    }

    ServerRequest write(GenerationRequest request) {
        requirePossible(request);
        ObjectNode body = JSON.createObjectNode();
        body.put("model", model);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put("max_tokens", request.maxTokens());
        sampling(body, request.sampling());
        request.stop().forEach(text -> body.withArray("stop").add(text));
        String path =
                switch (request.prompt()) {
                    case Prompt.Chat chat -> {
                        chat(body, chat);
                        yield "/chat/completions";
                    }
                    case Prompt.Text text -> {
                        body.put("prompt", text.text());
                        yield "/completions";
                    }
                };
        boolean isChat = request.prompt() instanceof Prompt.Chat;
        if (limits.topLogProbabilities() > 0 && isChat) {
            body.put("logprobs", true);
            body.put("top_logprobs", request.topLogProbabilities());
        } else if (limits.topLogProbabilities() > 0) {
            body.put("logprobs", request.topLogProbabilities());
        }
        request.form().ifPresent(form -> form(body, form));
        try {
            return new ServerRequest(path, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    private void requirePossible(GenerationRequest request) {
        request.stages().stream().findFirst().ifPresent(stage -> {
            throw unsupported("runs no stages over logits such as " + stage.name());
        });
        if (!request.variant().equals(Variant.BASE)) {
            throw unsupported("takes no adapters or control vectors");
        }
        if (request.topLogProbabilities() > limits.topLogProbabilities()) {
            throw unsupported("tells at most %d likeliest tokens".formatted(limits.topLogProbabilities()));
        }
        if (request.sampling().logitBias().size() > limits.logitBiases()) {
            throw unsupported("takes a logit_bias of at most %d tokens".formatted(limits.logitBiases()));
        }
        if (request.stop().size() > MOST_STOPS) {
            throw unsupported("takes at most %d stop texts".formatted(MOST_STOPS));
        }
    }

    private void sampling(ObjectNode body, Sampling sampling) {
        ServerKind kind = limits.kind();
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        // Servers keep seeds in 32 bits.
        body.put("seed", Long.hashCode(sampling.seed()) & Integer.MAX_VALUE);
        if (sampling.topK() > 0) {
            body.put(field(kind.topK(), "top-k"), sampling.topK());
        }
        if (sampling.minP() > 0) {
            body.put(field(kind.minP(), "min-p"), sampling.minP());
        }
        if (sampling.typicalP() < 1) {
            body.put(field(kind.typicalP(), "typical-p"), sampling.typicalP());
        }
        Sampling.Penalties penalties = sampling.penalties();
        if (penalties.repetition() != 1) {
            body.put(field(kind.repetition(), "repetition penalty"), penalties.repetition());
        }
        if (penalties.dry().isPresent()) {
            throw unsupported("is not declared to know DRY");
        }
        if (penalties.presence() != 0) {
            body.put("presence_penalty", penalties.presence());
        }
        if (penalties.frequency() != 0) {
            body.put("frequency_penalty", penalties.frequency());
        }
        if (!sampling.logitBias().isEmpty()) {
            ObjectNode biases = body.putObject("logit_bias");
            sampling.logitBias().forEach((token, bias) -> biases.put(Integer.toString(token), bias));
        }
    }

    private String field(Optional<String> name, String what) {
        return name.orElseThrow(() -> unsupported("knows no " + what));
    }

    private void chat(ObjectNode body, Prompt.Chat chat) {
        ArrayNode messages = body.putArray("messages");
        for (ChatMessage message : chat.messages()) {
            ObjectNode turn = messages.addObject();
            turn.put("role", message.role().templateName());
            turn.put("content", message.text());
            if (!message.toolCall().isEmpty()) {
                turn.put("tool_call_id", message.toolCall());
            }
            message.toolCalls().forEach(call -> call(turn.withArray("tool_calls"), call));
        }
        ToolUse use = chat.tools();
        if (use.tools().isEmpty()) {
            return;
        }
        if (!limits.tools()) {
            throw unsupported("is not declared to take tools");
        }
        use.tools().forEach(tool -> tool(body.withArray("tools"), tool));
        body.put("parallel_tool_calls", use.parallel());
        switch (use.choice()) {
            case ToolUse.Choice.Auto auto -> body.put("tool_choice", "auto");
            case ToolUse.Choice.None none -> body.put("tool_choice", "none");
            case ToolUse.Choice.Required required -> body.put("tool_choice", "required");
            case ToolUse.Choice.Named named ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", named.tool());
        }
    }

    private static void call(ArrayNode calls, ToolCall call) {
        calls.addObject()
                .put("id", call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.tool())
                .put("arguments", call.arguments());
    }

    private static void tool(ArrayNode tools, Tool tool) {
        tools.addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", tool.name())
                .put("description", tool.description())
                .set("parameters", json(tool.parameters()));
    }

    private void form(ObjectNode body, OutputForm form) {
        switch (form) {
            case OutputForm.JsonSchema schema
            when limits.schemas() -> {
                ObjectNode format = body.putObject("response_format").put("type", "json_schema");
                format.putObject("json_schema")
                        .put("name", "answer")
                        .put("strict", true)
                        .set("schema", json(schema.schema()));
            }
            case OutputForm.Gbnf gbnf when limits.kind().grammars() -> body.put("grammar", gbnf.grammar());
            case OutputForm.JsonSchema schema -> throw unsupported("is not declared to keep answers to a JSON Schema");
            case OutputForm.Gbnf gbnf -> throw unsupported("takes no grammars");
            case OutputForm.Regex regex -> throw unsupported("keeps no answers to a regular expression");
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new EngineException(Code.INVALID_REQUEST, "A schema is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private EngineException unsupported(String what) {
        return new EngineException(
                Code.NOT_SUPPORTED,
                "The server that runs %s (%s) %s. Nothing was sent to it; leave it out or use a model that runs on this machine."
                        .formatted(model, limits.kind().title(), what));
    }
}
