package dev.cloister.inference.worker;

import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
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
class WorkerEngineTest extends WorkerFixture {

    WorkerEngineTest(@TempDir Path folder) {
        super(folder);
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
    void embedsSimilarTextsCloserThanOthers() {
        List<float[]> vectors = engine.embed(List.of(
                "The cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates rose in March.", ""));
        assertEquals(384, vectors.get(0).length);
        assertEquals(1, dot(vectors.get(0), vectors.get(0)), 1e-5);
        assertTrue(dot(vectors.get(0), vectors.get(1)) > dot(vectors.get(0), vectors.get(2)) + 0.3);
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
