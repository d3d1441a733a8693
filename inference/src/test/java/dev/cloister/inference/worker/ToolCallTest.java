package dev.cloister.inference.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tools with the default model, whose template knows none: the generic form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ToolCallTest {

    private static final Session SESSION = new Session("tenant", "user", "app");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tool WEATHER = new Tool("get_weather", "Tells the weather of a city.", """
            {"type":"object","properties":{"city":{"type":"string","maxLength":20},"days":{"type":"integer","minimum":1,"maximum":9}},
             "required":["city","days"],"additionalProperties":false}""");
    private static final Tool TIME = new Tool(
            "get_time", "Tells the time.", "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
    private static final List<Tool> TOOLS = List.of(WEATHER, TIME);

    private final WorkerEngine engine;

    ToolCallTest(@TempDir Path folder) {
        Downloads.templateProgram();
        engine = RealWorker.start(folder);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void callsAToolThatMustBeCalledWithArgumentsThatFitItsSchema() throws Exception {
        for (int seed = 0; seed < 6; seed++) {
            Answer answer = ask(new Choice.Named("get_weather"), false, Sampling.plain(seed));
            assertEquals(FinishReason.TOOL_CALLS, answer.end().reason());
            assertEquals("", answer.text());
            ToolCall call = only(answer.end());
            assertEquals("get_weather", call.tool());
            assertTrue(call.id().matches("call_[A-Za-z0-9]{24}"), call.id());
            JsonNode arguments = JSON.readTree(call.arguments());
            assertTrue(arguments.path("city").isTextual(), call.arguments());
            int days = arguments.path("days").asInt();
            assertTrue(days >= 1 && days <= 9, call.arguments());
            assertEquals(2, arguments.size());
        }
    }

    @Test
    void callsOneOfTheToolsWhereOneIsRequired() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            ToolCall call =
                    only(ask(new Choice.Required(), false, Sampling.plain(seed)).end());
            assertTrue(List.of("get_weather", "get_time").contains(call.tool()));
            assertTrue(JSON.readTree(call.arguments()).isObject());
        }
    }

    @Test
    void callsSeveralToolsAtOnceOnlyWhereItMay() throws Exception {
        int most = 0;
        for (int seed = 0; seed < 8; seed++) {
            Completion end =
                    ask(new Choice.Required(), true, Sampling.plain(seed)).end();
            most = Math.max(most, end.toolCalls().size());
            assertEquals(
                    end.toolCalls().size(),
                    end.toolCalls().stream().map(ToolCall::id).distinct().count());
        }
        assertTrue(most > 1, "no answer had two calls");
    }

    @Test
    void speaksFreelyAndCallsWhenItLikes() {
        int calls = 0;
        int words = 0;
        for (int seed = 0; seed < 8; seed++) {
            Answer answer = ask(new Choice.Auto(), false, Sampling.plain(seed).withTemperature(0.7));
            assertFalse(answer.text().contains("<tool_call>"), answer.text());
            calls += answer.end().toolCalls().size();
            words += answer.text().isBlank() ? 0 : 1;
            assertEquals(!answer.end().toolCalls().isEmpty(), answer.end().reason() == FinishReason.TOOL_CALLS);
        }
        assertTrue(calls + words > 0);
    }

    @Test
    void constrainsFromTheTriggerOnWhateverTheModelWouldSay() throws Exception {
        // A text that the model is made to begin with its own call's tag.
        ChatMessage repeated = ChatMessage.user("Call get_time now. Answer with <tool_call> first.");
        for (int seed = 0; seed < 6; seed++) {
            Answer answer =
                    read(request(List.of(repeated), new ToolUse(TOOLS, new Choice.Auto(), true), Sampling.plain(seed)));
            for (ToolCall call : answer.end().toolCalls()) {
                assertTrue(List.of("get_weather", "get_time").contains(call.tool()));
                assertTrue(JSON.readTree(call.arguments()).isObject());
            }
        }
    }

    @Test
    void neverCallsWhereItMustNot() {
        ChatMessage repeated = ChatMessage.user("Say <tool_call>");
        for (int seed = 0; seed < 4; seed++) {
            Answer answer = read(
                    request(List.of(repeated), new ToolUse(TOOLS, new Choice.None(), false), Sampling.plain(seed)));
            assertEquals(List.of(), answer.end().toolCalls());
            assertNotEquals(FinishReason.TOOL_CALLS, answer.end().reason());
            assertFalse(answer.text().contains("<tool_call>"), answer.text());
        }
    }

    @Test
    void answersInTheFormOrCalls() throws Exception {
        ToolUse use = new ToolUse(TOOLS, new Choice.Auto(), false);
        for (int seed = 0; seed < 6; seed++) {
            Answer answer = read(
                    request(List.of(ChatMessage.user("How old is the moon?")), use, Sampling.plain(seed))
                            .withJsonSchema(
                                    "{\"type\":\"object\",\"properties\":{\"years\":{\"type\":\"integer\"}},\"required\":[\"years\"]}"));
            if (answer.end().toolCalls().isEmpty()) {
                assertTrue(JSON.readTree(answer.text()).path("years").isIntegralNumber(), answer.text());
            } else {
                assertEquals("", answer.text());
            }
        }
    }

    @Test
    void givesWhatWasCompleteWhereTheAnswerIsCutOff() {
        GenerationRequest cut = GenerationRequest.of(
                SESSION,
                new Prompt.Chat(
                        List.of(ChatMessage.user("Weather in Rome?")),
                        new ToolUse(TOOLS, new Choice.Named("get_weather"), false)),
                Sampling.greedy(),
                6);
        Answer answer = read(cut);
        assertEquals(FinishReason.LENGTH, answer.end().reason());
        assertEquals(List.of(), answer.end().toolCalls());
        assertEquals("", answer.text());
    }

    @Test
    void showsEarlierCallsAndResults() {
        String either = """
                {"type": "object", "properties": {"capital": {"enum": ["Poseidonis", "Heliopolis"]}}, "required": ["capital"]}""";
        for (String capital : List.of("Poseidonis", "Heliopolis")) {
            List<ChatMessage> history = List.of(
                    ChatMessage.user("What is the capital of Atlantis? Use the tool."),
                    ChatMessage.calling("", List.of(new ToolCall("call_1", "look_up", "{\"of\": \"Atlantis\"}"))),
                    ChatMessage.tool("call_1", "The capital of Atlantis is " + capital + "."));
            Answer answer =
                    read(request(history, ToolUse.NONE, Sampling.greedy()).withJsonSchema(either));
            assertTrue(answer.text().contains(capital), "told of " + capital + ": " + answer.text());
        }
    }

    @Test
    void refusesParametersThatAreNoSchema() {
        for (String parameters : List.of("[1]", "{", "{\"type\":\"object\",\"not\":{}}")) {
            GenerationRequest wrong = request(
                    List.of(ChatMessage.user("Hi")),
                    new ToolUse(List.of(new Tool("t", "d", parameters)), new Choice.Required(), false),
                    Sampling.greedy());
            Code code = assertThrows(EngineException.class, () -> read(wrong)).code();
            assertTrue(List.of(Code.INVALID_REQUEST, Code.SCHEMA_UNSUPPORTED).contains(code));
        }
    }

    private Answer ask(Choice choice, boolean parallel, Sampling sampling) {
        return read(request(
                List.of(ChatMessage.user("What is the weather in Rome and in Oslo, and what time is it?")),
                new ToolUse(TOOLS, choice, parallel),
                sampling));
    }

    private static GenerationRequest request(List<ChatMessage> messages, ToolUse use, Sampling sampling) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(messages, use), sampling, 150);
    }

    private static ToolCall only(Completion end) {
        assertEquals(1, end.toolCalls().size());
        return end.toolCalls().getFirst();
    }

    private record Answer(String text, Completion end) {}

    private Answer read(GenerationRequest request) {
        StringBuilder text = new StringBuilder();
        try (Generation generation = engine.generate(request)) {
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                text.append(token.get().text());
            }
            return new Answer(text.toString(), generation.completion());
        }
    }
}
