package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ChoicesIT {

    private static final String PATH = "chat/completions";

    @Test
    void givesEachChoiceASeedOfItsOwnWholeAndStreamed(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.chat("Begin a story.", "n", 6, "seed", 5, "max_tokens", 12);
        JsonNode whole = program.ask(PATH, request);
        List<String> texts = StreamSupport.stream(whole.get("choices").spliterator(), false)
                .map(choice -> choice.at("/message/content").textValue())
                .toList();
        assertEquals(6, new HashSet<>(texts).size(), "all differ: " + texts);
        List<StringBuilder> streamed = new ArrayList<>();
        texts.forEach(text -> streamed.add(new StringBuilder()));
        JsonNode usage = whole.get("usage");
        request.put("stream_options", Map.of("include_usage", true));
        for (JsonNode chunk : program.stream(PATH, request)) {
            for (JsonNode choice : chunk.get("choices")) {
                streamed.get(choice.get("index").intValue())
                        .append(choice.at("/delta/content").asText());
            }
            if (chunk.get("choices").isEmpty()) {
                assertEquals(usage.get("completion_tokens"), chunk.at("/usage/completion_tokens"));
                assertEquals(usage.get("prompt_tokens"), chunk.at("/usage/prompt_tokens"));
            }
        }
        assertEquals(texts, streamed.stream().map(StringBuilder::toString).toList());
        assertEquals(
                texts.getFirst(),
                program.ask(PATH, Program.chat("Begin a story.", "seed", 5, "max_tokens", 12))
                        .at("/choices/0/message/content")
                        .textValue());
    }

    @Test
    void tellsEachTokensBytesAndLogProbability(Visitor visitor) {
        JsonNode choice = Program.of(visitor)
                .ask(
                        PATH,
                        Program.chat(
                                "Write three emoji and a Chinese word.", "logprobs", true, "max_tokens", 24, "seed", 3))
                .at("/choices/0");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode token : choice.at("/logprobs/content")) {
            token.get("bytes").forEach(one -> bytes.write(one.intValue()));
            assertTrue(token.get("logprob").doubleValue() <= 0);
            assertEquals(0, token.get("top_logprobs").size());
        }
        assertEquals(choice.at("/message/content").textValue(), bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void leavesAStopTextAndItsTokensOut(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request =
                Program.chat("Count from one to nine.", "temperature", 0, "max_tokens", 40, "logprobs", true);
        String free =
                program.ask(PATH, request).at("/choices/0/message/content").textValue();
        String stop = free.substring(free.length() / 2, free.length() / 2 + 3);
        request.put("stop", List.of("never said", stop));
        JsonNode cut = program.ask(PATH, request).at("/choices/0");
        String text = cut.at("/message/content").textValue();
        assertEquals(free.substring(0, free.indexOf(stop)), text);
        assertEquals("stop", cut.get("finish_reason").textValue());
        StringBuilder told = new StringBuilder();
        cut.at("/logprobs/content")
                .forEach(token -> told.append(token.get("token").textValue()));
        assertTrue(told.toString().startsWith(text), told.toString());
    }
}
