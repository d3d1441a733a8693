package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class QuantisationTest {

    @Test
    void coordinatesAreClippedScaledAndRoundedToEven() {
        Quantisation quantisation = new Quantisation(8, 0.5);
        float step = (float) (0.5 / 127);
        float[] vector = {0.5f, -0.5f, 0.9f, -0.9f, 0, step, -3 * step, Float.MIN_VALUE};
        assertArrayEquals(new byte[] {127, -127, 127, -127, 0, 1, -3, 0}, quantisation.quantise(vector));
    }

    @Test
    void halvesAreRoundedToTheEvenInteger() {
        // At this clip a coordinate is multiplied by exactly 128.
        Quantisation quantisation = new Quantisation(6, 127 / 128.0);
        float[] vector = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f};
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= 128;
        }
        assertArrayEquals(new byte[] {0, 2, 2, 0, -2, -2}, quantisation.quantise(vector));
    }

    @Test
    void whatIsNoVectorIsRefused() {
        Quantisation quantisation = Quantisation.of(4);
        refused(() -> quantisation.quantise(new float[3]));
        refused(() -> quantisation.quantise(new float[5]));
        refused(() -> quantisation.quantise(new float[] {0, Float.NaN, 0, 0}));
        refused(() -> quantisation.quantise(new float[] {Float.POSITIVE_INFINITY, 0, 0, 0}));
        refused(() -> quantisation.quantise(new float[] {0, 0, 0, Float.NEGATIVE_INFINITY}));
        refused(() -> new Quantisation(0, 0.277));
        refused(() -> new Quantisation(4097, 0.277));
        refused(() -> new Quantisation(384, 0.1));
        refused(() -> new Quantisation(384, Double.NaN));
    }

    @Test
    void vectorsWhoseScoresCouldWrapAroundAreRefused() {
        float[] long384 = new float[384];
        java.util.Arrays.fill(long384, 0.1f);
        refused(() -> Quantisation.of(384).quantise(long384));
        refused(() -> Quantisation.requireValid(new byte[] {Byte.MIN_VALUE}, 1));
    }

    @Test
    void aScoreStandsForADotProduct() {
        Quantisation quantisation = Quantisation.of(2);
        assertEquals(0.277 * 0.277, quantisation.cosine(127 * 127), 1e-12);
    }

    private static void refused(Runnable action) {
        assertEquals(
                Code.VECTOR_INVALID,
                assertThrows(RetrievalException.class, action::run).code());
    }
}
