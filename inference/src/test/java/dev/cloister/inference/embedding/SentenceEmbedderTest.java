package dev.cloister.inference.embedding;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentenceEmbedderTest {

    /** The model's own begin and end marks take two word pieces. */
    private static final int WORDS = SentenceEmbedder.WORD_PIECES - 2;

    private final SentenceEmbedder embedder = new SentenceEmbedder();

    @BeforeAll
    void givesUnitVectors() {
        float[] vector = embed("The sea.");
        assertEquals(SentenceEmbedder.DIMENSIONS, vector.length);
        assertEquals(1, cosine(vector, vector), 1e-5);
    }

    @Test
    void countsATextUpToItsLastWordPieceAndNoFurther() {
        String start = "sea ".repeat(WORDS);
        assertArrayEquals(embed(start), embed(start + "bank ".repeat(500)));
        assertArrayEquals(embed(start), embed(start + "x".repeat(1 << 20)));
        String differs = "sea ".repeat(WORDS - 1) + "bank ";
        assertFalse(Arrays.equals(embed(start), embed(differs)), "the last word piece counts");
    }

    @Test
    void isThePackagedModelForTextsThatItTakesWhole() {
        String text = "A lighthouse stands on the cliff above the harbour. ".repeat(8);
        float[] packaged =
                new AllMiniLmL6V2QuantizedEmbeddingModel().embed(text).content().vector();
        assertEquals(1, cosine(packaged, embed(text)), 1e-5);
    }

    @Test
    void saysHowLongATextIsBeyondWhatCounts() {
        assertArrayEquals(
                new int[] {3, WORDS + 2, WORDS + 3, 2},
                embedder.wordPieces(List.of("sea", "sea ".repeat(WORDS), "sea ".repeat(WORDS + 1), "")));
    }

    @Test
    void cutsBetweenCharactersOnly() {
        for (int offset = 0; offset < 2; offset++) {
            float[] vector = embed("a".repeat(offset) + "😀".repeat(1 << 16));
            assertEquals(1, cosine(vector, vector), 1e-5);
        }
        String start = "Gruß 😀 ".repeat(60);
        assertArrayEquals(embed(start + "sea ".repeat(300)), embed(start + "sea ".repeat(400)));
    }

    @Test
    void takesTextsThatSayNothing() {
        for (String text : List.of("", " \n", "\0", "\uD800", " ".repeat(1 << 20), "\0".repeat(1 << 20))) {
            float[] vector = embed(text);
            assertEquals(1, cosine(vector, vector), 1e-5);
        }
    }

    @Test
    void looksPastWhiteSpaceBeforeAText() {
        assertArrayEquals(embed("The sea."), embed(" ".repeat(1 << 20) + "The sea."));
    }

    private float[] embed(String text) {
        return embedder.embed(List.of(text)).getFirst();
    }

    private static double cosine(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }
}
