package dev.cloister.inference.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.session.SchedulerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class WorkerEngineTest {

    private static final Session SESSION = new Session("tenant", "user", "app");
    private WorkerEngine engine;

    WorkerEngineTest(@TempDir Path folder) {
        engine = RealWorker.start(folder);
    }

    @BeforeAll
    void saysWhatItServes() {
        assertEquals(49152, engine.model().vocabularySize());
        assertEquals(512, engine.model().contextTokens());
        assertTrue(engine.model().libraryVersion().startsWith("0.5.0"));
        assertEquals(64, engine.model().tokenizerSha256().length());
    }

    @AfterAll
    void endsTheWorkerWhenClosed() throws Exception {
        ProcessHandle worker = engine.worker();
        engine.close();
        worker.onExit().get(10, TimeUnit.SECONDS);
        assertFalse(worker.isAlive());
        assertEquals(
                Code.ENGINE_UNAVAILABLE,
                assertThrows(EngineException.class, () -> engine.tokenize("x")).code());
    }

    @Test
    void answersAQuestionFromTheModelsOwnKnowledge() {
        Answer answer = read(chat("What is the capital of France? Answer in one word.", Sampling.greedy(), 16));
        assertTrue(answer.text().contains("Paris"), answer.text());
        assertEquals(FinishReason.STOP, answer.reason());
        answer.tokens().forEach(token -> assertTrue(token.logProbability() <= 0));
    }

    @Test
    void spellsTokensByteForByte() {
        String text = "Gruß from 東京 😀";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        engine.pieces(engine.tokenize(text)).forEach(bytes::writeBytes);
        assertEquals(text, bytes.toString(StandardCharsets.UTF_8));
        assertEquals(
                Code.INVALID_REQUEST,
                assertThrows(EngineException.class, () -> engine.pieces(new int[] {49152}))
                        .code());
    }

    @Test
    void measuresTextsForTheEmbedder() {
        assertArrayEquals(new int[] {4, 2}, engine.wordPieces(List.of("the sea", "")));
    }

    @Test
    void givesTheSameTextForTheSameSeedWhateverNeighboursDo() {
        GenerationRequest request = chat("Tell me a story about a lighthouse.", Sampling.plain(7), 40);
        Answer alone = read(request);
        List<Generation> neighbours = new ArrayList<>();
        Generation again = engine.generate(request);
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (Optional<GeneratedToken> token = again.next(); token.isPresent(); token = again.next()) {
            text.append(token.get().text());
            if (count++ % 8 == 3) {
                neighbours.add(engine.generate(chat("Write a poem, number " + count, Sampling.plain(count), 12)));
            }
        }
        assertEquals(alone.text(), text.toString());
        assertNotEquals(
                alone.text(),
                read(chat("Tell me a story about a lighthouse.", Sampling.plain(8), 40))
                        .text());
        for (Generation neighbour : neighbours) {
            assertFalse(read(neighbour).tokens().isEmpty());
        }
    }

    @Test
    void servesMoreChatsAtOnceThanItHasSequences() {
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(engine.generate(chat("Say something about the number " + i, Sampling.plain(i), 10)));
        }
        for (Generation one : all) {
            Answer answer = read(one);
            assertTrue(answer.tokens().size() <= 10);
            assertNotEquals(FinishReason.CANCELLED, answer.reason());
        }
    }

    @Test
    void refusesARequestWhenTooManyWait() {
        GenerationRequest endless =
                GenerationRequest.of(SESSION, new Prompt.Text("1, 2, 3, 4,"), Sampling.greedy(), 490);
        List<Generation> all = new ArrayList<>();
        try {
            for (int i = 0; i < RealWorker.SEQUENCES; i++) {
                Generation running = engine.generate(endless);
                all.add(running);
                assertTrue(running.next().isPresent());
            }
            for (int i = 0; i <= SchedulerSettings.DEFAULT.waitingPerUser(); i++) {
                all.add(engine.generate(chat("Wait.", Sampling.greedy(), 1)));
            }
            EngineException refused =
                    assertThrows(EngineException.class, () -> all.getLast().next());
            assertEquals(Code.QUEUE_FULL, refused.code());
            assertTrue(refused.retryAfter().orElseThrow().toSeconds() >= 1);
        } finally {
            all.forEach(Generation::close);
        }
        assertFalse(read(chat("Hi", Sampling.greedy(), 4)).tokens().isEmpty());
    }

    @Test
    void usesNoProcessorTimeWhileItIsIdle() {
        read(chat("Hi", Sampling.greedy(), 4));
        Duration window = Duration.ofSeconds(2);
        Duration allowed = window.dividedBy(20);
        Duration used = cpuTimeOver(window);
        // What ran before may still be compiled in the background, for a while.
        for (int i = 0; i < 5 && used.compareTo(allowed) > 0; i++) {
            used = cpuTimeOver(window);
        }
        assertTrue(used.compareTo(allowed) <= 0, "an idle worker used " + used + " in " + window);
    }

    private Duration cpuTimeOver(Duration window) {
        ProcessHandle worker = engine.worker();
        Duration before = worker.info().totalCpuDuration().orElseThrow();
        assertThrows(TimeoutException.class, () -> worker.onExit().get(window.toMillis(), TimeUnit.MILLISECONDS));
        return worker.info().totalCpuDuration().orElseThrow().minus(before);
    }

    @Test
    void stopsTheModelWhenAnAnswerIsClosed() {
        Generation generation = engine.generate(chat("Count from one to one thousand.", Sampling.plain(1), 400));
        assertTrue(generation.next().isPresent());
        generation.close();
        Answer rest = read(generation);
        assertEquals(FinishReason.CANCELLED, rest.reason());
        long steps = engine.counters().steps();
        assertEquals(0, engine.counters().running());
        read(chat("Hi", Sampling.greedy(), 1));
        assertEquals(steps + 1, engine.counters().steps(), "only the new prompt's chunk was computed");
    }

    @Test
    void keepsAPromptForItsSessionUntilItIsToldToForget() {
        Session own = new Session("tenant", "keeper", "app");
        Session otherApp = new Session("tenant", "keeper", "other");
        assertEquals(0, cached(own));
        assertTrue(cached(own) >= 64);
        assertEquals(0, cached(otherApp));
        engine.forget(own);
        assertEquals(0, cached(own));
        assertTrue(cached(otherApp) >= 64);
        engine.forgetUser("tenant", "keeper");
        assertEquals(0, cached(own));
        assertEquals(0, cached(otherApp));
    }

    private int cached(Session session) {
        Generation generation = engine.generate(
                GenerationRequest.of(session, new Prompt.Text("word and ".repeat(100)), Sampling.greedy(), 1));
        read(generation);
        return generation.completion().cachedTokens();
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
    void refusesAPromptOfAMegabyteQuickly() {
        long start = System.nanoTime();
        for (String text : List.of("x".repeat(1 << 20), "word and ".repeat(1 << 17), " ".repeat(1 << 20))) {
            EngineException refused = assertThrows(EngineException.class, () -> read(chat(text, Sampling.greedy(), 4)));
            assertEquals(Code.PROMPT_TOO_LONG, refused.code());
        }
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void refusesAPromptThatJustDoesNotFit() {
        for (int length : new int[] {512, 5000, 40_000}) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> read(chat("a b ".repeat(length), Sampling.greedy(), 4)));
            assertEquals(Code.PROMPT_TOO_LONG, refused.code());
        }
    }

    @Test
    void readsControlSequencesOfAUserAsPlainText() {
        int[] typed = engine.tokenize("<|im_end|>");
        assertTrue(typed.length > 1, "a control token would be one token");
    }

    @Test
    void splitsTextsFarLongerThanTheContext() {
        int[] one = engine.tokenize("word and ");
        int[] many = engine.tokenize("word and ".repeat(1 << 17));
        assertTrue(many.length > (1 << 18) && many.length <= one.length << 17, "tokens: " + many.length);
        assertEquals(one[0], many[0]);
        assertTrue(engine.tokenize("x".repeat(1 << 20)).length > 1000);
        assertTrue(engine.tokenize(" ".repeat(1 << 20)).length > 1000);
        int[] whole = engine.tokenize("\u0001".repeat(Engine.LONGEST_TOKENIZED_BYTES));
        assertTrue(whole.length > 1 << 20, "one token or so for each byte: " + whole.length);
    }

    @Test
    void refusesToSplitATextThatIsTooLarge() {
        String large = "é".repeat(Engine.LONGEST_TOKENIZED_BYTES / 2) + "e";
        EngineException refused = assertThrows(EngineException.class, () -> engine.tokenize(large));
        assertEquals(Code.INVALID_REQUEST, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("4194304"));
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

    @Test
    void embedsSimilarTextsCloserThanOthers() {
        List<float[]> vectors = engine.embed(List.of(
                "The cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates rose in March.", ""));
        assertEquals(384, vectors.get(0).length);
        assertEquals(1, dot(vectors.get(0), vectors.get(0)), 1e-5);
        assertTrue(dot(vectors.get(0), vectors.get(1)) > dot(vectors.get(0), vectors.get(2)) + 0.3);
    }

    private static long distinct(Answer answer) {
        return answer.tokens().stream().map(GeneratedToken::id).distinct().count();
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static GenerationRequest chat(String question, Sampling sampling, int maxTokens) {
        return GenerationRequest.of(SESSION, new Prompt.Chat(List.of(ChatMessage.user(question))), sampling, maxTokens);
    }

    private Answer read(GenerationRequest request) {
        return read(engine.generate(request));
    }

    private static Answer read(Generation generation) {
        List<GeneratedToken> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
            tokens.add(token.get());
            text.append(token.get().text());
        }
        return new Answer(text.toString(), tokens, generation.completion().reason());
    }

    private record Answer(String text, List<GeneratedToken> tokens, FinishReason reason) {}
}
