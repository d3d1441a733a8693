package dev.cloister.inference.langchain4j;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.worker.RealWorker;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineChatModelTest {

    private static final Session SESSION = new Session("t", "u", "a");

    @Test
    void answersTheSameWholeAndInPiecesAndEmbeds(@TempDir Path folder) throws Exception {
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        SystemMessage.from("Answer in one word."), UserMessage.from("What is the capital of France?")))
                .maxOutputTokens(20)
                .build();
        try (Engine engine = RealWorker.start(folder)) {
            ChatResponse whole = new EngineChatModel(engine, SESSION, Sampling.greedy()).chat(request);
            String text = whole.aiMessage().text();
            assertTrue(text.contains("Paris"), text);
            assertTrue(whole.tokenUsage().outputTokenCount() <= 20);
            StringBuilder pieces = new StringBuilder();
            CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
            new EngineStreamingChatModel(engine, SESSION, Sampling.greedy())
                    .chat(request, new StreamingChatResponseHandler() {
                        @Override
                        public void onPartialResponse(String piece) {
                            pieces.append(piece);
                        }

                        @Override
                        public void onCompleteResponse(ChatResponse response) {
                            complete.complete(response);
                        }

                        @Override
                        public void onError(Throwable error) {
                            complete.completeExceptionally(error);
                        }
                    });
            assertEquals(text, complete.get(60, TimeUnit.SECONDS).aiMessage().text());
            assertEquals(text, pieces.toString());
            assertEquals(
                    384,
                    new EngineEmbeddingModel(engine).embed("hello").content().dimension());
        }
    }
}
