package dev.cloister.inference.langchain4j;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;
import java.util.function.Consumer;

/** The engine as LangChain4j's blocking chat model, for one session. Text only; tools belong to the hub. */
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

    private ChatResponse response(String text, Completion completion) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .modelName(engine.model().name())
                .tokenUsage(new TokenUsage(completion.promptTokens(), completion.completionTokens()))
                .finishReason(
                        completion.reason() == FinishReason.LENGTH
                                ? dev.langchain4j.model.output.FinishReason.LENGTH
                                : completion.reason() == FinishReason.STOP
                                        ? dev.langchain4j.model.output.FinishReason.STOP
                                        : dev.langchain4j.model.output.FinishReason.OTHER)
                .build();
    }
}
