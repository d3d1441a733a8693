package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProbeSpec;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Session;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.Variant;
import dev.cloister.inference.score.MeanState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ProbeTest {

    private static final Session SESSION = new Session("t", "u", "a");
    private static final int PROMPT = 100;
    private static final int TEXT = 100;
    private static final int LAYERS = 30;

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
    void leavesTheScoresBitForBitAsTheyAre() {
        byte[] all = new byte[LAYERS + 1];
        for (int layer = 0; layer < all.length; layer++) {
            all[layer] = (byte) layer;
        }
        assertArrayEquals(
                score(List.of()).logProbabilities(),
                score(List.of(new ProbeSpec("rows", all), MeanState.ofFinalState()))
                        .logProbabilities());
    }

    @Test
    void seesEachTokenOfEachChosenLayerOnceAndInOrder() {
        TextScore score = score(List.of(
                new ProbeSpec("rows", new byte[] {0, 17, LAYERS - 1, LAYERS}), new ProbeSpec("rows", new byte[] {17})));
        List<List<Integer>> positions = new ArrayList<>();
        for (int layer = 0; layer <= LAYERS; layer++) {
            positions.add(new ArrayList<>());
        }
        ByteBuffer seen = ByteBuffer.wrap(score.probed().getFirst());
        while (seen.hasRemaining()) {
            positions.get(seen.getInt()).add(seen.getInt());
            assertTrue(Float.isFinite(seen.getFloat()));
        }
        for (int layer = 0; layer <= LAYERS; layer++) {
            int first =
                    switch (layer) {
                        case 0, 17 -> 0;
                        case LAYERS - 1, LAYERS -> PROMPT - 1;
                        default -> PROMPT + TEXT;
                    };
            List<Integer> expected = new ArrayList<>();
            for (int position = first; position < PROMPT + TEXT; position++) {
                expected.add(position);
            }
            assertEquals(expected, positions.get(layer), "layer " + layer);
        }
        assertEquals((PROMPT + TEXT) * 12, score.probed().get(1).length);
    }

    @Test
    void embedsTextsByTheModelsOwnFinalState() {
        List<float[]> vectors = engine
                .score(ScoreRequest.of(
                                SESSION,
                                List.of(
                                        "The cat sleeps on the sofa.",
                                        "The kitten sleeps on the couch.",
                                        "int main(void) { return 0; }"))
                        .withProbes(List.of(MeanState.ofFinalState())))
                .rest()
                .stream()
                .map(score -> MeanState.vector(score.probed().getFirst()))
                .toList();
        assertEquals(576, vectors.getFirst().length);
        assertTrue(cosine(vectors.get(0), vectors.get(1)) > cosine(vectors.get(0), vectors.get(2)) + 0.05);
    }

    @Test
    void saysWhatAProbeDidWrongAndGoesOn() {
        assertRefused("way to fail", new ProbeSpec("failing", new byte[0]));
        assertRefused("nobody", new ProbeSpec("nobody", new byte[0]));
        assertRefused("at layers", failing(1));
        assertRefused("layer 99", failing(2));
        assertRefused("at a layer", failing(3));
        assertRefused("StackOverflow", failing(4));
        assertRefused("at the end", failing(5));
        assertRefused("9437184", failing(6));
        assertEquals(1, score(List.of(failing(7))).probed().size());
        assertEquals(0, engine.restarts());
    }

    private static ProbeSpec failing(int way) {
        return new ProbeSpec("failing", new byte[] {(byte) way});
    }

    private void assertRefused(String says, ProbeSpec probe) {
        EngineException refused = assertThrows(EngineException.class, () -> score(List.of(probe)));
        assertEquals(Code.INVALID_REQUEST, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
    }

    private TextScore score(List<ProbeSpec> probes) {
        int[] prompt = new int[PROMPT];
        int[] text = new int[TEXT];
        for (int i = 0; i < TEXT; i++) {
            prompt[i] = 1000 + 37 * i;
            text[i] = 900 + 31 * i;
        }
        return engine.score(new ScoreRequest(
                        SESSION, Variant.BASE, List.of(new ScoredText.Tokens(prompt, text)), 0, probes))
                .rest()
                .getFirst();
    }

    private static double cosine(float[] x, float[] y) {
        double product = 0;
        double xs = 0;
        double ys = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * y[i];
            xs += x[i] * x[i];
            ys += y[i] * y[i];
        }
        return product / Math.sqrt(xs * ys);
    }
}
