package dev.cloister.inference.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.StageSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OutputFormsTest extends WorkerFixture {

    OutputFormsTest(@TempDir Path folder) {
        super(folder);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void leavesOutTheStopTextAndWhatFollows() {
        GenerationRequest request = GenerationRequest.of(SESSION, new Prompt.Text("1, 2, 3, 4,"), Sampling.greedy(), 60)
                .withStop(List.of(" 9"));
        Answer answer = read(request);
        assertEquals(FinishReason.STOP, answer.reason());
        assertEquals(" 5, 6, 7, 8,", answer.text());
    }

    @Test
    void favoursWhatAStageFavours() {
        GenerationRequest request = chat("Tell me about the sea.", Sampling.plain(3), 60);
        long plain = read(request).tokens().stream()
                .filter(token -> token.id() % 2 == 0)
                .count();
        Answer biased = read(request.withStages(List.of(new StageSpec("even", EvenTokensFactory.parameters(30)))));
        assertTrue(plain < biased.tokens().size());
        assertTrue(biased.tokens().stream().allMatch(token -> token.id() % 2 == 0));
    }

    @Test
    void namesAStageThatItDoesNotHave() {
        GenerationRequest request =
                chat("Hi", Sampling.greedy(), 4).withStages(List.of(new StageSpec("nobody", new byte[0])));
        EngineException refused = assertThrows(EngineException.class, () -> read(request));
        assertEquals(Code.INVALID_REQUEST, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("nobody"));
    }

    @Test
    void answersInsideASchemaAtAnyTemperature() throws Exception {
        String schema = """
                {"type":"object","properties":{"city":{"type":"string","maxLength":20},
                 "population":{"type":"integer","minimum":0},"capital":{"type":"boolean"},
                 "tags":{"type":"array","items":{"enum":["old","big","green"]},"maxItems":3}},
                 "required":["city","population","capital","tags"]}""";
        for (int seed = 0; seed < 6; seed++) {
            Sampling sampling = seed == 0
                    ? Sampling.greedy()
                    : Sampling.plain(seed).withTemperature(1.5).withTopP(0.98);
            Answer answer = read(chat("Describe a city as JSON.", sampling, 200).withJsonSchema(schema));
            assertEquals(FinishReason.STOP, answer.reason(), answer.text());
            JsonNode value = new ObjectMapper().readTree(answer.text());
            assertTrue(value.get("city").isTextual());
            assertTrue(value.get("population").isIntegralNumber()
                    && value.get("population").asLong() >= 0);
            assertTrue(value.get("capital").isBoolean());
            assertTrue(value.get("tags").size() <= 3);
        }
    }

    @Test
    void answersInTheFormOfAnExpressionOrAGrammarAndEndsInTime() {
        for (int seed = 0; seed < 3; seed++) {
            Answer date = read(chat("When was the moon landing?", Sampling.plain(seed), 30)
                    .withForm(new OutputForm.Regex("On (?:\\d{1,2} )?[A-Z][a-z]{2,8} \\d{4}, .{5,}\\.")));
            assertEquals(FinishReason.STOP, date.reason(), date.text());
            assertTrue(date.text().matches("On (?:\\d{1,2} )?[A-Z][a-z]{2,8} \\d{4}, .{5,}\\."), date.text());
            Answer list = read(chat("Name fruits.", Sampling.plain(seed), 25)
                    .withForm(new OutputForm.Gbnf("root ::= item+\nitem ::= \"- \" [a-z ]{3,} \"\\n\"")));
            assertEquals(FinishReason.STOP, list.reason(), list.text());
            assertTrue(list.text().matches("(?:- [a-z ]{3,}\n)+"), list.text());
        }
        EngineException refused = assertThrows(
                EngineException.class,
                () -> read(chat("x", Sampling.greedy(), 4).withForm(new OutputForm.Regex("(a)\\1"))));
        assertEquals(Code.GRAMMAR_INVALID, refused.code());
    }

    @Test
    void failsOnlyTheAnswerWhoseGrammarIsTooAmbiguous() {
        EngineException ended = assertThrows(
                EngineException.class,
                () -> read(chat("Say aaaa.", Sampling.plain(1), 40).withForm(new OutputForm.Gbnf("""
                                root ::= s s s s s s s s s s s s s s s s "b"
                                s ::= "a" s t | "a" t s | "a"
                                t ::= "a" t s | "a" s t | "a"
                                """))));
        assertEquals(Code.GRAMMAR_INVALID, ended.code());
        assertFalse(read(chat("Hi", Sampling.greedy(), 4)).tokens().isEmpty());
    }

    @Test
    void lowersWhatWasSaidBefore() {
        GenerationRequest request = GenerationRequest.of(
                SESSION, new Prompt.Text("one two one two one two one two"), Sampling.greedy(), 24);
        Answer plain = read(request);
        Sampling.Penalties dry = new Sampling.Penalties(64, 1, 0, 0, Optional.of(new Sampling.Dry(20, 2, 1, 512)));
        Answer varied = read(GenerationRequest.of(
                SESSION, request.prompt(), Sampling.greedy().withPenalties(dry), 24));
        assertTrue(distinct(varied) > distinct(plain), "'%s' and '%s'".formatted(varied.text(), plain.text()));
        int first = plain.tokens().getFirst().id();
        Answer without = read(GenerationRequest.of(
                SESSION, request.prompt(), Sampling.greedy().withLogitBias(Map.of(first, -100.0)), 1));
        assertNotEquals(first, without.tokens().getFirst().id());
    }

    @Test
    void namesTheSchemaKeywordThatItRefuses() {
        EngineException refused = assertThrows(
                EngineException.class,
                () -> read(
                        chat("x", Sampling.greedy(), 4).withJsonSchema("{\"type\":\"string\",\"format\":\"color\"}")));
        assertEquals(Code.SCHEMA_UNSUPPORTED, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("format"));
    }

    private static long distinct(Answer answer) {
        return answer.tokens().stream().map(GeneratedToken::id).distinct().count();
    }
}
