package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class CompletionsIT {

    private static final String PATH = "completions";

    @Test
    void continuesEachPromptAsOftenAsAsked(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.fields(
                "prompt", List.of("The sea is", "The capital of France is"), "n", 2, "seed", 3, "max_tokens", 6);
        JsonNode answer = program.ask(PATH, request);
        assertEquals("text_completion", answer.get("object").textValue());
        assertEquals(List.of(0, 1, 2, 3), numbers(answer.get("choices"), "index"));
        JsonNode alone = program.ask(
                PATH, Program.fields("prompt", "The capital of France is", "n", 2, "seed", 3, "max_tokens", 6));
        assertEquals(answer.at("/choices/2/text"), alone.at("/choices/0/text"));
        assertEquals(answer.at("/choices/3/text"), alone.at("/choices/1/text"));
    }

    @Test
    void echoesThePromptWholeAndStreamed(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request =
                Program.fields("prompt", "Once upon a time", "echo", true, "temperature", 0, "max_tokens", 8);
        String whole = program.ask(PATH, request).at("/choices/0/text").textValue();
        assertTrue(whole.startsWith("Once upon a time") && whole.length() > 20, whole);
        StringBuilder streamed = new StringBuilder();
        program.stream(PATH, request)
                .forEach(chunk -> streamed.append(chunk.at("/choices/0/text").textValue()));
        assertEquals(whole, streamed.toString());
    }

    @Test
    void tellsLogProbabilitiesWithTheirPlaces(Visitor visitor) {
        JsonNode choice = Program.of(visitor)
                .ask(PATH, Program.fields("prompt", "One, two,", "logprobs", 0, "max_tokens", 10, "temperature", 0))
                .at("/choices/0");
        String text = choice.get("text").textValue();
        JsonNode scores = choice.get("logprobs");
        for (int i = 0; i < scores.get("tokens").size(); i++) {
            int at = scores.get("text_offset").get(i).intValue();
            String token = scores.get("tokens").get(i).textValue();
            assertTrue(text.startsWith(token, at), token + " at " + at + " of " + text);
            assertTrue(scores.get("token_logprobs").get(i).doubleValue() <= 0);
        }
    }

    private static List<Integer> numbers(JsonNode list, String name) {
        return list.valueStream().map(one -> one.get(name).intValue()).toList();
    }
}
