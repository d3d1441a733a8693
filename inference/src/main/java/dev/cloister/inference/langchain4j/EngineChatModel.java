package dev.cloister.inference.langchain4j;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The engine as LangChain4j's blocking chat model, for one session: text, tools, and answers in JSON. */
public final class EngineChatModel implements ChatModel {

    private final Engine engine;
    private final Session session;
    private final Sampling sampling;

    /**
     * @param sampling used where a request does not say otherwise
     */
    public EngineChatModel(Engine engine, Session session, Sampling sampling) {
        this.engine = engine;
        this.session = session;
        this.sampling = sampling;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return answer(request, text -> {});
    }

    /** Generates an answer, telling each piece of text as it becomes certain. */
    ChatResponse answer(ChatRequest request, Consumer<String> pieces) {
        StringBuilder text = new StringBuilder();
        try (Generation generation = engine.generate(ChatRequests.convert(request, session, sampling))) {
            Optional<GeneratedToken> token = generation.next();
            while (token.isPresent()) {
                String piece = token.get().text();
                text.append(piece);
                if (!piece.isEmpty()) {
                    pieces.accept(piece);
                }
                token = generation.next();
            }
            return response(text.toString(), generation.completion());
        }
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    private ChatResponse response(String text, Completion completion) {
        AiMessage message = completion.toolCalls().isEmpty()
                ? AiMessage.from(text)
                : AiMessage.builder()
                        .text(text.isEmpty() ? null : text)
                        .toolExecutionRequests(completion.toolCalls().stream()
                                .map(ToolConversions::request)
                                .toList())
                        .build();
        return ChatResponse.builder()
                .aiMessage(message)
                .modelName(engine.model().name())
                .tokenUsage(new TokenUsage(completion.promptTokens(), completion.completionTokens()))
                .finishReason(reason(completion.reason()))
                .build();
    }

    private static dev.langchain4j.model.output.FinishReason reason(FinishReason reason) {
        return switch (reason) {
            case STOP -> dev.langchain4j.model.output.FinishReason.STOP;
            case LENGTH -> dev.langchain4j.model.output.FinishReason.LENGTH;
            case TOOL_CALLS -> dev.langchain4j.model.output.FinishReason.TOOL_EXECUTION;
            case CANCELLED -> dev.langchain4j.model.output.FinishReason.OTHER;
        };
    }
}
