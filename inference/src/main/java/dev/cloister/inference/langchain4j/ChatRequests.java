package dev.cloister.inference.langchain4j;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.Optional;

/** LangChain4j's chat requests as the engine's. What the engine cannot honour is refused, never ignored. */
final class ChatRequests {

    private static final int DEFAULT_TOKENS = 512;

    private ChatRequests() {}

    static GenerationRequest convert(ChatRequest request, Session session, Sampling sampling) {
        Sampling drawn = sampling.withTemperature(
                        Optional.ofNullable(request.temperature()).orElse(sampling.temperature()))
                .withTopK(Optional.ofNullable(request.topK()).orElse(sampling.topK()))
                .withTopP(Optional.ofNullable(request.topP()).orElse(sampling.topP()));
        GenerationRequest converted = GenerationRequest.of(
                        session,
                        new Prompt.Chat(
                                request.messages().stream()
                                        .map(ChatRequests::convert)
                                        .toList(),
                                ToolConversions.tools(request)),
                        drawn,
                        Optional.ofNullable(request.maxOutputTokens()).orElse(DEFAULT_TOKENS))
                .withStop(Optional.ofNullable(request.stopSequences()).orElse(List.of()));
        return ToolConversions.form(request).map(converted::withForm).orElse(converted);
    }

    private static ChatMessage convert(dev.langchain4j.data.message.ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> ChatMessage.system(system.text());
            case UserMessage user when user.hasSingleText() -> ChatMessage.user(user.singleText());
            case AiMessage answer ->
                ChatMessage.calling(
                        Optional.ofNullable(answer.text()).orElse(""),
                        answer.toolExecutionRequests().stream()
                                .map(ToolConversions::call)
                                .toList());
            case ToolExecutionResultMessage result
            when result.hasSingleText() ->
                ChatMessage.tool(Optional.ofNullable(result.id()).orElse(""), result.text());
            default ->
                throw new EngineException(
                        Code.INVALID_REQUEST,
                        "The engine takes text messages of system, user, assistant and tools; this one is "
                                + message.type() + ".");
        };
    }
}
