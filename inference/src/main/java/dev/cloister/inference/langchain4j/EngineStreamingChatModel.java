package dev.cloister.inference.langchain4j;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;

/** The engine as LangChain4j's streaming chat model, for one session; each request reads on a thread of its own. */
public final class EngineStreamingChatModel implements StreamingChatModel {

    private final EngineChatModel model;

    /**
     * @param sampling used where a request does not say otherwise
     */
    public EngineStreamingChatModel(Engine engine, Session session, Sampling sampling) {
        model = new EngineChatModel(engine, session, sampling);
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        Thread.ofVirtual().name("answer").start(() -> {
            try {
                ChatResponse response = model.answer(request, handler::onPartialResponse);
                List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
                for (int i = 0; i < calls.size(); i++) {
                    handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
                }
                handler.onCompleteResponse(response);
            } catch (RuntimeException e) {
                handler.onError(e);
            }
        });
    }
}
