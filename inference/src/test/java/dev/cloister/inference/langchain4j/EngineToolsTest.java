package dev.cloister.inference.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.worker.RealWorker;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineToolsTest {

    private static final Session SESSION = new Session("t", "u", "a");
    private static final ToolSpecification CAPITAL = ToolSpecification.builder()
            .name("capital_of")
            .description("Tells the capital of a country.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("country", "the country's name")
                    .required("country")
                    .build())
            .build();
    private static final UserMessage QUESTION = UserMessage.from("What is the capital of Atlantis?");

    private final Engine engine;

    EngineToolsTest(@TempDir Path folder) {
        Downloads.templateProgram();
        engine = RealWorker.start(folder);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void asksForAToolAndUsesWhatItGave() throws Exception {
        EngineChatModel model = new EngineChatModel(engine, SESSION, Sampling.greedy());
        ChatResponse asked = model.chat(required());
        assertEquals(FinishReason.TOOL_EXECUTION, asked.finishReason());
        AiMessage message = asked.aiMessage();
        ToolExecutionRequest call = message.toolExecutionRequests().getFirst();
        assertEquals("capital_of", call.name());
        assertTrue(new ObjectMapper().readTree(call.arguments()).path("country").isTextual());
        ChatResponse told = model.chat(ChatRequest.builder()
                .messages(List.of(
                        QUESTION,
                        AiMessage.from(call),
                        ToolExecutionResultMessage.from(call, "The capital of Atlantis is Poseidonis.")))
                .maxOutputTokens(60)
                .build());
        assertTrue(
                told.aiMessage().text().contains("Poseidonis"), told.aiMessage().text());
    }

    @Test
    void streamsCallsAsCallsAndNotAsText() throws Exception {
        List<String> pieces = new ArrayList<>();
        List<CompleteToolCall> calls = new ArrayList<>();
        CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
        new EngineStreamingChatModel(engine, SESSION, Sampling.greedy())
                .chat(required(), new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        pieces.add(piece);
                    }

                    @Override
                    public void onCompleteToolCall(CompleteToolCall call) {
                        calls.add(call);
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
        ChatResponse response = complete.get(60, TimeUnit.SECONDS);
        assertEquals(List.of(), pieces);
        assertEquals(
                response.aiMessage().toolExecutionRequests(),
                calls.stream().map(CompleteToolCall::toolExecutionRequest).toList());
        assertTrue(!calls.isEmpty());
    }

    @Test
    void answersInTheShapeOfAJsonSchema() throws Exception {
        ChatResponse response = new EngineChatModel(engine, SESSION, Sampling.plain(3))
                .chat(ChatRequest.builder()
                        .messages(List.of(UserMessage.from("How many legs has a spider?")))
                        .maxOutputTokens(60)
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("Legs")
                                        .rootElement(JsonObjectSchema.builder()
                                                .addIntegerProperty("legs")
                                                .required("legs")
                                                .build())
                                        .build())
                                .build())
                        .build());
        JsonNode answer = new ObjectMapper().readTree(response.aiMessage().text());
        assertTrue(answer.path("legs").isIntegralNumber(), answer.toString());
    }

    private static ChatRequest required() {
        return ChatRequest.builder()
                .messages(List.of(QUESTION))
                .toolSpecifications(CAPITAL)
                .toolChoice(ToolChoice.REQUIRED)
                .maxOutputTokens(120)
                .build();
    }
}
