package dev.cloister.gateway.openai.chat;

import dev.cloister.gateway.hub.Wishes;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.openai.body.StreamFields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.inference.ChatMessage;
import java.util.List;

/**
 * A chat completion request to the hub. It chooses itself how it samples and which tools are used, so a field that says
 * otherwise is refused.
 */
record HubChatRequest(List<ChatMessage> messages, Wishes wishes, StreamFields stream) {

    /** Takes all fields but {@code model}. */
    static HubChatRequest take(Fields fields) {
        HubChatRequest request = new HubChatRequest(
                ChatMessages.take(fields),
                new Wishes(ChatRequest.maxTokens(fields), SamplingFields.seed(fields), TextFields.stop(fields)),
                StreamFields.take(fields));
        ChatRequest.describing(fields);
        fields.onlyIf("n", "1", one -> one.asInt() == 1);
        fields.onlyIf("logprobs", "false", flag -> !flag.asBoolean(true));
        fields.onlyIf("tools", "an empty list", list -> list.isArray() && list.isEmpty());
        fields.onlyIf("tool_choice", "none", choice -> choice.asText().equals("none"));
        fields.onlyIf("presence_penalty", "0", penalty -> penalty.asDouble(1) == 0);
        fields.onlyIf("frequency_penalty", "0", penalty -> penalty.asDouble(1) == 0);
        fields.onlyIf("response_format", "text", format -> format.path("type")
                .asText()
                .equals("text"));
        fields.end("is not taken by the model cloister, which samples its own way; ask the model by its own name");
        ChatMessage last = request.messages().getLast();
        if (last.role() != ChatMessage.Role.USER) {
            throw fields.wrong("messages", "must end with a user's message, which the hub answers");
        }
        for (ChatMessage message : request.messages()) {
            if (message.role() == ChatMessage.Role.TOOL || !message.toolCalls().isEmpty()) {
                throw fields.wrong("messages", "holds tool calls, which the hub makes by itself");
            }
        }
        return request;
    }
}
