package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import dev.cloister.inference.Variant.Weighted;
import dev.cloister.inference.gguf.GgufWriter;
import dev.cloister.inference.variant.AdapterFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class VariantTest {

    private static final Session SESSION = new Session("t", "u", "a");
    private static final GenerationRequest REQUEST = GenerationRequest.of(
            SESSION, new Prompt.Text("In the morning the keeper of the lighthouse"), Sampling.plain(3), 24);

    private WorkerEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        AdapterFile changed = SmallAdapters.lora(folder, "changed", 9);
        Files.write(changed.file(), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        List<AdapterFile> files = List.of(
                SmallAdapters.lora(folder, "law", 1),
                SmallAdapters.lora(folder, "art", 2),
                SmallAdapters.lora(folder, "sea", 3),
                SmallAdapters.controlVector(folder, "calm", 4),
                changed,
                SmallAdapters.write(
                        folder,
                        AdapterFile.Kind.LORA,
                        "foreign",
                        new GgufWriter()
                                .text("general.type", "adapter")
                                .text("general.architecture", "llama")
                                .text("adapter.type", "lora")
                                .tensor("blk.0.attn_q.weight.lora_a", new float[16], 8, 2)
                                .tensor("blk.0.attn_q.weight.lora_b", new float[16], 2, 8)),
                SmallAdapters.write(
                        folder,
                        AdapterFile.Kind.CONTROL_VECTOR,
                        "narrow",
                        new GgufWriter().tensor("direction.1", new float[8], 8)));
        engine = new WorkerEngine(
                RealWorker.settings(folder).withOptions(ModelOptions.DEFAULT.withAdapters(files)), new PlainLauncher());
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void changesWithAdaptersAndControlVectorsAndOnlyThen() {
        List<GeneratedToken> base = read(REQUEST);
        List<GeneratedToken> law = read(REQUEST.withVariant(lora("law", 1)));
        List<GeneratedToken> art = read(REQUEST.withVariant(lora("art", 1)));
        List<GeneratedToken> calm = read(REQUEST.withVariant(calm(1)));
        assertNotEquals(base, law);
        assertNotEquals(base, art);
        assertNotEquals(law, art);
        assertNotEquals(base, calm);
        assertNotEquals(law, read(REQUEST.withVariant(lora("law", 0.5f))));
        assertEquals(base, read(REQUEST));
        assertEquals(base, read(REQUEST.withVariant(lora("law", 0))));
        assertEquals(base, read(REQUEST.withVariant(calm(0))));
        assertEquals(law, read(REQUEST.withVariant(lora("law", 1))));
        assertEquals(0, engine.restarts());
    }

    @Test
    void leavesTheBaseBitForBitAsItWasWhileVariantsRunBeside() {
        List<GeneratedToken> base = read(REQUEST);
        List<GeneratedToken> law = read(REQUEST.withVariant(lora("law", 1)));
        try (Generation art = engine.generate(longAnswer(lora("art", 1)));
                Generation more = engine.generate(longAnswer(lora("law", 1)))) {
            assertTrue(art.next().isPresent());
            assertTrue(more.next().isPresent());
            assertEquals(base, read(REQUEST));
            assertEquals(law, read(REQUEST.withVariant(lora("law", 1))));
        }
    }

    @Test
    void scoresVariantsAndTheBaseInTurnWithoutMixingThem() {
        ScoreRequest request = ScoreRequest.of(SESSION, List.of("The keeper of the lighthouse lit the lamp."));
        double[] base = score(request);
        double[] law = score(request.withVariant(lora("law", 1)));
        double[] both = score(
                request.withVariant(new Variant(List.of(new Weighted("law", 1)), List.of(new Weighted("calm", 1)))));
        assertFalse(java.util.Arrays.equals(base, law));
        assertFalse(java.util.Arrays.equals(law, both));
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(law, score(request.withVariant(lora("law", 1))));
            assertArrayEquals(base, score(request));
            assertArrayEquals(base, score(request.withVariant(calm(0))));
        }
    }

    @Test
    void makesRoomForAVariantWhereNoAnswerRunsAndRefusesItOtherwise() {
        try (Generation law = engine.generate(longAnswer(lora("law", 1)));
                Generation art = engine.generate(longAnswer(lora("art", 1)))) {
            assertTrue(law.next().isPresent());
            assertTrue(art.next().isPresent());
            EngineException full = assertThrows(EngineException.class, () -> read(REQUEST.withVariant(lora("sea", 1))));
            assertEquals(Code.QUEUE_FULL, full.code());
        }
        assertFalse(read(retried(lora("sea", 1))).isEmpty());
    }

    @Test
    void namesWhatItDoesNotHaveAndRefusesFilesThatDoNotFit() {
        assertRefused(Code.INVALID_REQUEST, lora("nobody", 1), "nobody");
        assertRefused(Code.INVALID_REQUEST, lora("nobody", 0), "nobody");
        assertRefused(Code.INVALID_REQUEST, lora("calm", 1), "calm");
        assertRefused(
                Code.INVALID_REQUEST,
                new Variant(List.of(new Weighted("law", 1), new Weighted("law", 1)), List.of()),
                "once");
        assertRefused(Code.MODEL_INVALID, lora("changed", 1), "agreed");
        assertRefused(Code.MODEL_INVALID, lora("foreign", 1), "foreign");
        assertRefused(Code.MODEL_INVALID, new Variant(List.of(), List.of(new Weighted("narrow", 1))), "width 576");
        assertFalse(read(REQUEST).isEmpty());
        assertEquals(0, engine.restarts());
    }

    private GenerationRequest retried(Variant variant) {
        GenerationRequest request = REQUEST.withVariant(variant);
        while (true) {
            try (Generation generation = engine.generate(request)) {
                assertTrue(generation.next().isPresent());
                return request;
            } catch (EngineException e) {
                assertEquals(Code.QUEUE_FULL, e.code(), "only while the cancelled answers end");
            }
        }
    }

    private static GenerationRequest longAnswer(Variant variant) {
        return GenerationRequest.of(SESSION, new Prompt.Text("Once upon a time"), Sampling.plain(11), 400)
                .withVariant(variant);
    }

    private void assertRefused(Code code, Variant variant, String says) {
        EngineException refused = assertThrows(EngineException.class, () -> read(REQUEST.withVariant(variant)));
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
    }

    private static Variant lora(String name, float strength) {
        return new Variant(List.of(new Weighted(name, strength)), List.of());
    }

    private static Variant calm(float strength) {
        return new Variant(List.of(), List.of(new Weighted("calm", strength)));
    }

    private double[] score(ScoreRequest request) {
        double[] all = engine.score(request).rest().getFirst().logProbabilities();
        return java.util.Arrays.copyOfRange(all, 1, all.length);
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
