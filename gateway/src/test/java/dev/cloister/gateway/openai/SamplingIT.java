package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class SamplingIT {

    private static final String PATH = "chat/completions";

    @Test
    void aBiasForATokenForcesItAndOneAgainstItForbidsIt(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.chat("Say hello.", "temperature", 0, "max_tokens", 3);
        request.put("logit_bias", Map.of("2000", 100));
        String forced = text(program, request);
        assertTrue(forced.startsWith(" temper temper"), forced);
        request.put("logit_bias", Map.of("2000", -100));
        assertNotEquals(forced, text(program, request));
    }

    @Test
    void tellsTheLikeliestTokensLikeliestFirst(Visitor visitor) {
        Map<String, Object> request = Program.chat("Say hello.", "max_tokens", 6, "logprobs", true, "top_logprobs", 5);
        request.put("logit_bias", Map.of(Program.END_OF_TURN, -100));
        JsonNode tokens = Program.of(visitor).ask(PATH, request).at("/choices/0/logprobs/content");
        assertEquals(6, tokens.size());
        for (JsonNode token : tokens) {
            double last = 0;
            assertEquals(5, token.get("top_logprobs").size());
            for (JsonNode top : token.get("top_logprobs")) {
                assertTrue(top.get("logprob").doubleValue() <= last);
                last = top.get("logprob").doubleValue();
            }
            assertTrue(token.get("logprob").doubleValue()
                    <= token.at("/top_logprobs/0/logprob").doubleValue());
        }
    }

    @Test
    void keepsToARegularExpressionAGrammarAndAnyObject(Visitor visitor) {
        Program program = Program.of(visitor);
        String date = text(program, Program.chat("When?", "guided_regex", "[0-9]{4}-[0-9]{2}", "max_tokens", 30));
        assertTrue(date.matches("[0-9]{4}-[0-9]{2}"), date);
        String word = text(program, Program.chat("Is it?", "grammar", "root ::= \"yes\" | \"no\"", "max_tokens", 9));
        assertTrue(List.of("yes", "no").contains(word), word);
        String object = text(
                program, Program.chat("As JSON.", "response_format", Map.of("type", "json_object"), "max_tokens", 200));
        assertTrue(Program.parse(object).isObject(), object);
        program.refused(PATH, Program.chat("When?", "guided_regex", "(", "max_tokens", 3), 400)
                .body("error.code", equalTo("GRAMMAR_INVALID"));
        program.refused(PATH, Program.chat("When?", "guided_regex", "a", "grammar", "root ::= \"a\""), 400)
                .body("error.param", equalTo("grammar"));
    }

    @Test
    void takesWhatOtherServersHaveBesideOpenAisFields(Visitor visitor) {
        Map<String, Object> request = Program.chat(
                "Say hello.", "max_tokens", 4, "top_k", -1, "typical_p", 0.9, "min_p", 0.05, "repeat_last_n", -1);
        request.putAll(Map.of("dry_multiplier", 0.8, "dry_base", 1.75, "dry_allowed_length", 2));
        request.putAll(Map.of("presence_penalty", 0.5, "frequency_penalty", -0.5, "repetition_penalty", 1.1));
        request.put("dry_penalty_last_n", 100);
        Program.of(visitor).ask(PATH, request);
    }

    private static String text(Program program, Map<String, Object> request) {
        return program.ask(PATH, request).at("/choices/0/message/content").textValue();
    }
}
