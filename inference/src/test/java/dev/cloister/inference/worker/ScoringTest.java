package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.TokenLogProbability;
import dev.cloister.inference.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ScoringTest {

    private static final Session SESSION = new Session("t", "u", "a");
    private static final String STORY =
            "The lighthouse stood on the cliff for a hundred years, and every night its lamp"
                    + " was lit by the keeper, who climbed the stairs with a can of oil and a book.";

    private WorkerEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) {
        engine = RealWorker.start(folder);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void findsAStoryLikelierThanItsTokensInAnotherOrder() {
        List<Integer> tokens = new ArrayList<>();
        for (int token : engine.tokenize(STORY)) {
            tokens.add(token);
        }
        int[] story = tokens.stream().mapToInt(Integer::intValue).toArray();
        Collections.reverse(tokens);
        int[] reversed = tokens.stream().mapToInt(Integer::intValue).toArray();
        List<TextScore> scores = score(
                new ScoredText.Text("", STORY),
                new ScoredText.Tokens(new int[0], story),
                new ScoredText.Tokens(new int[0], reversed));
        assertArrayEquals(story, scores.get(0).tokens());
        assertArrayEquals(scores.get(0).logProbabilities(), scores.get(1).logProbabilities());
        assertTrue(scores.get(0).total() > scores.get(2).total() + 20);
        assertEquals(story.length - 1, scores.get(0).predicted());
        assertTrue(Double.isNaN(scores.get(0).logProbabilities()[0]));
    }

    @Test
    void agreesWithWhatAnAnswerWasDrawnFrom() {
        GenerationRequest request = GenerationRequest.of(SESSION, new Prompt.Text(STORY), Sampling.plain(4), 60)
                .withTopLogProbabilities(5);
        List<GeneratedToken> answer = read(request);
        int[] ids = answer.stream().mapToInt(GeneratedToken::id).toArray();
        TextScore score = engine.score(new ScoreRequest(
                        SESSION,
                        Variant.BASE,
                        List.of(new ScoredText.Tokens(engine.tokenize(STORY), ids)),
                        5,
                        List.of()))
                .rest()
                .getFirst();
        for (int i = 0; i < ids.length; i++) {
            // One token at a time and many at once are rounded differently, unlikely tokens by as much as a half.
            assertEquals(answer.get(i).logProbability(), score.logProbabilities()[i], 0.5);
            assertLikeliestFirst(answer.get(i).top(), ids[i], answer.get(i).logProbability());
            assertLikeliestFirst(score.top().get(i), ids[i], score.logProbabilities()[i]);
        }
        double meanDifference = 0;
        for (int i = 0; i < ids.length; i++) {
            meanDifference += (answer.get(i).logProbability() - score.logProbabilities()[i]) / ids.length;
        }
        assertEquals(0, meanDifference, 0.02);
    }

    @Test
    void drawsTheSameWhetherOrNotLikeliestTokensAreTold() {
        GenerationRequest request = GenerationRequest.of(SESSION, new Prompt.Text(STORY), Sampling.plain(9), 20);
        List<GeneratedToken> plain = read(request);
        List<GeneratedToken> told = read(request.withTopLogProbabilities(20));
        assertTrue(plain.stream().allMatch(token -> token.top().isEmpty()));
        assertTrue(told.stream().allMatch(token -> token.top().size() == 20));
        assertEquals(
                plain.stream().map(GeneratedToken::id).toList(),
                told.stream().map(GeneratedToken::id).toList());
    }

    @Test
    void scoresBitForBitTheSameBesideAnswersAndOtherScorings() {
        String text = STORY.repeat(4);
        double[] alone = score(ScoredText.of(text)).getFirst().logProbabilities();
        List<Generation> neighbours = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            neighbours.add(
                    engine.generate(GenerationRequest.of(SESSION, new Prompt.Text(STORY), Sampling.plain(i), 300)));
        }
        try (Scoring other = engine.score(ScoreRequest.of(SESSION, Collections.nCopies(30, STORY)))) {
            assertTrue(other.next().isPresent());
            for (TextScore beside : score(ScoredText.of(text), ScoredText.of(STORY), ScoredText.of(text))) {
                if (beside.tokens().length == alone.length) {
                    assertArrayEquals(alone, beside.logProbabilities());
                }
            }
        }
        neighbours.forEach(Generation::close);
    }

    @Test
    void leavesAnAnswerBitForBitAsItWas() {
        GenerationRequest request = GenerationRequest.of(SESSION, new Prompt.Text(STORY), Sampling.plain(2), 40);
        List<GeneratedToken> alone = read(request);
        try (Scoring other = engine.score(ScoreRequest.of(SESSION, Collections.nCopies(100, STORY.repeat(8))))) {
            assertTrue(other.next().isPresent());
            assertEquals(alone, read(request));
        }
    }

    @Test
    void givesScoresInTheRequestsOrder() {
        List<ScoredText> texts = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            texts.add(new ScoredText.Tokens(new int[0], new int[1 + i * 7 % 40]));
        }
        List<TextScore> scores = score(texts.toArray(ScoredText[]::new));
        for (int i = 1; i <= 40; i++) {
            assertEquals(1 + i * 7 % 40, scores.get(i - 1).tokens().length);
        }
    }

    @Test
    void scoresAContinuationAfterItsPrompt() {
        List<TextScore> scores = score(
                new ScoredText.Text("The capital of France is", " Paris"),
                new ScoredText.Text("The capital of France is", " Zagreb"));
        assertTrue(scores.get(0).total() > scores.get(1).total() + 2);
        assertEquals(scores.get(0).tokens().length, scores.get(0).predicted());
    }

    @Test
    void refusesWhatDoesNotFitBeforeAnythingIsScored() {
        assertRefused(Code.PROMPT_TOO_LONG, "Text 1", ScoredText.of("Hello"), ScoredText.of(STORY.repeat(40)));
        assertRefused(Code.INVALID_REQUEST, "Text 0 is empty", ScoredText.of(""));
        assertRefused(Code.INVALID_REQUEST, "49152", new ScoredText.Tokens(new int[0], new int[] {49_152}));
        assertRefused(Code.INVALID_REQUEST, "-1", new ScoredText.Tokens(new int[] {-1}, new int[] {1}));
        assertThrows(EngineException.class, () -> ScoreRequest.of(SESSION, List.of()));
        assertThrows(EngineException.class, () -> ScoreRequest.of(SESSION, List.of("x"))
                .withTopLogProbabilities(21));
        Variant unknown = new Variant(List.of(new Variant.Weighted("nobody", 1)), List.of());
        EngineException refused = assertThrows(EngineException.class, () -> engine.score(
                        ScoreRequest.of(SESSION, List.of("x")).withVariant(unknown))
                .rest());
        assertTrue(String.valueOf(refused.getMessage()).contains("nobody"));
    }

    @Test
    void stopsWhenItIsClosed() {
        Scoring scoring = engine.score(ScoreRequest.of(SESSION, Collections.nCopies(4096, STORY.repeat(8))));
        assertTrue(scoring.next().isPresent());
        scoring.close();
        assertEquals(Optional.empty(), scoring.next());
        // 4,096 such texts take 20 minutes: what is asked now is not behind them.
        assertEquals(1, score(ScoredText.of("Hello there")).size());
    }

    private static void assertLikeliestFirst(List<TokenLogProbability> top, int id, double logProbability) {
        assertEquals(5, top.size());
        for (int i = 1; i < top.size(); i++) {
            assertTrue(top.get(i - 1).logProbability() >= top.get(i).logProbability());
        }
        assertTrue(top.getFirst().logProbability() >= logProbability - 1e-9);
        top.stream()
                .filter(one -> one.id() == id)
                .forEach(one -> assertEquals(logProbability, one.logProbability(), 1e-9));
    }

    private List<TextScore> score(ScoredText... texts) {
        return engine.score(new ScoreRequest(SESSION, Variant.BASE, List.of(texts), 0, List.of()))
                .rest();
    }

    private void assertRefused(Code code, String says, ScoredText... texts) {
        EngineException refused = assertThrows(EngineException.class, () -> score(texts));
        assertEquals(code, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
    }

    private List<GeneratedToken> read(GenerationRequest request) {
        List<GeneratedToken> tokens = new ArrayList<>();
        try (Generation generation = engine.generate(request)) {
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                tokens.add(token.get());
            }
        }
        return tokens;
    }
}
