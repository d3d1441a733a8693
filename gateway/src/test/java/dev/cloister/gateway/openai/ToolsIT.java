package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ToolsIT {

    private static final String PATH = "chat/completions";
    private static final String WORDS = "What is the weather in Paris?";
    private static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("enum", List.of("Paris", "Rome"))),
            "required",
            List.of("city"),
            "additionalProperties",
            false);
    private static final Map<String, Object> WEATHER = function("get_weather");
    private static final Map<String, Object> TIME = function("get_time");

    @Test
    void aRequiredCallFitsItsSchemaWholeAndStreamed(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.chat(
                WORDS, "tools", List.of(WEATHER, TIME), "tool_choice", "required", "seed", 4, "max_tokens", 200);
        JsonNode choice = program.ask(PATH, request).at("/choices/0");
        assertEquals("tool_calls", choice.get("finish_reason").textValue());
        assertTrue(choice.at("/message/content").isNull(), choice.toString());
        JsonNode calls = choice.at("/message/tool_calls");
        for (JsonNode call : calls) {
            assertTrue(List.of("get_weather", "get_time")
                    .contains(call.at("/function/name").textValue()));
            JsonNode arguments = Program.parse(call.at("/function/arguments").textValue());
            assertTrue(List.of("Paris", "Rome").contains(arguments.get("city").textValue()));
        }
        int streamed = 0;
        for (JsonNode chunk : program.stream(PATH, request)) {
            for (JsonNode call : chunk.at("/choices/0/delta/tool_calls")) {
                assertEquals(streamed, call.get("index").intValue());
                assertEquals(calls.get(streamed).get("function"), call.get("function"));
                streamed++;
            }
        }
        assertEquals(calls.size(), streamed);
    }

    @Test
    void theNamedToolIsCalledOnceWhereCallsMayNotBeParallel(Visitor visitor) {
        JsonNode calls = Program.of(visitor)
                .ask(
                        PATH,
                        Program.chat(
                                WORDS,
                                "tools",
                                List.of(WEATHER, TIME),
                                "tool_choice",
                                Map.of("type", "function", "function", Map.of("name", "get_time")),
                                "parallel_tool_calls",
                                false,
                                "max_tokens",
                                200))
                .at("/choices/0/message/tool_calls");
        assertEquals(1, calls.size());
        assertEquals("get_time", calls.at("/0/function/name").textValue());
    }

    @Test
    void aResultIsPartOfWhatTheModelReads(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> call = Map.of(
                "id",
                "call_1",
                "type",
                "function",
                "function",
                Map.of("name", "get_weather", "arguments", "{\"city\":\"Paris\"}"));
        List<Object> messages = List.of(
                Map.of("role", "user", "content", WORDS),
                Map.of("role", "assistant", "tool_calls", List.of(call)),
                Map.of("role", "tool", "tool_call_id", "call_1", "content", "It is 21 degrees and clear."));
        Map<String, Object> request =
                Program.fields("messages", messages, "tools", List.of(WEATHER), "tool_choice", "none", "max_tokens", 8);
        JsonNode told = program.ask(PATH, request);
        assertFalse(told.at("/choices/0/message").has("tool_calls"));
        request.put("messages", messages.subList(0, 1));
        JsonNode untold = program.ask(PATH, request);
        assertTrue(told.at("/usage/prompt_tokens").intValue()
                > untold.at("/usage/prompt_tokens").intValue() + 15);
    }

    private static Map<String, Object> function(String name) {
        return Map.of(
                "type",
                "function",
                "function",
                Map.of("name", name, "description", "Tells something about a city", "parameters", SCHEMA));
    }
}
