package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ProvenanceIT {

    private static final String WORDS = "The heliotrope of Hallow, said twice.";

    @Test
    void theLogHoldsWhatAnAnswerWasMadeFromAndNoText(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request =
                Program.chat(WORDS, "seed", 11, "temperature", 0.7, "top_k", 40, "max_tokens", 12, "n", 2);
        JsonNode answer = program.ask("chat/completions", request);
        JsonNode made = entry(visitor, "answer.requested", answer.get("id").textValue());
        assertEquals(64, made.get("modelSha256").textValue().length());
        assertTrue(made.get("library").textValue().startsWith("0.5.0"));
        assertTrue(made.get("contextTokens").intValue() > 0);
        JsonNode computation = made.get("computation");
        assertTrue(computation.get("threads").intValue() > 0);
        assertEquals("F16", computation.get("kvType").textValue());
        assertTrue(
                List.of("FLASH", "PLAIN").contains(computation.get("attention").textValue()));
        assertFalse(computation.get("reproducible").booleanValue());
        assertEquals(128, computation.get("chunkTokens").intValue());
        assertEquals("11", made.at("/seeds/0").textValue());
        assertNotEquals(made.at("/seeds/0"), made.at("/seeds/1"));
        assertEquals(0.7, made.at("/sampling/temperature").doubleValue());
        assertEquals(40, made.at("/sampling/topK").intValue());
        assertEquals(List.of(), Program.JSON.convertValue(made.get("adapters"), List.class));
        assertEquals(1, made.get("stages").size());
        assertTrue(made.at("/stages/0").textValue().matches("tournament [0-9a-f]{8,}"), made.toString());
        JsonNode ended = entry(visitor, "answer.ended", answer.get("id").textValue());
        assertEquals(64, ended.get("textHash").textValue().length());
        for (JsonNode any : RunningLedger.details(visitor.home(), "answer.requested")) {
            assertFalse(any.toString().contains("heliotrope"));
        }
    }

    @Test
    void theRecordedSeedGivesTheAnswerAgain(Visitor visitor) {
        Program program = Program.of(visitor);
        JsonNode first = program.ask("chat/completions", Program.chat(WORDS, "max_tokens", 16));
        JsonNode made = entry(visitor, "answer.requested", first.get("id").textValue());
        long seed = Long.parseLong(made.at("/seeds/0").textValue());
        JsonNode again = program.ask("chat/completions", Program.chat(WORDS, "max_tokens", 16, "seed", seed));
        assertEquals(first.at("/choices/0/message/content"), again.at("/choices/0/message/content"));
        JsonNode madeAgain = entry(visitor, "answer.requested", again.get("id").textValue());
        assertEquals(made.get("requestHash"), madeAgain.get("requestHash"));
        assertEquals(
                entry(visitor, "answer.ended", first.get("id").textValue()).get("textHash"),
                entry(visitor, "answer.ended", again.get("id").textValue()).get("textHash"));
    }

    @Test
    void anAnswerOnThePageIsRecordedUnderItsMessage(Visitor visitor) {
        try (EventReader events = visitor.say(visitor.newConversation(), "What is a lighthouse?")) {
            String message = events.until("done").data().at("/message/id").textValue();
            assertEquals(
                    "smollm2-135m-instruct",
                    entry(visitor, "answer.requested", message).get("model").textValue());
            assertTrue(entry(visitor, "answer.ended", message)
                            .get("completionTokens")
                            .intValue()
                    > 0);
        }
    }

    private static JsonNode entry(Visitor visitor, String action, String answer) {
        return RunningLedger.details(visitor.home(), action).stream()
                .filter(detail -> detail.get("answer").asText().equals(answer))
                .findFirst()
                .orElseThrow();
    }
}
