package dev.cloister.watermark.statistics;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class GammaTailTest {

    /** Computed with mpmath's gammainc, 30 digits, regularised. */
    @Test
    void agreesWithValuesOfHigherPrecision() {
        near(0.36787944117144232, GammaTail.atLeast(1, 1));
        near(0.65472084601857702, GammaTail.atLeast(0.5, 0.1));
        near(5.7330314375838782e-7, GammaTail.atLeast(0.5, 12.5));
        near(0.98800324279409373, GammaTail.atLeast(2.5, 0.3));
        near(0.45792971447185221, GammaTail.atLeast(10, 10));
        near(3.9259322262861882e-9, GammaTail.atLeast(10, 40));
        near(0.49059658199276367, GammaTail.atLeast(200, 200));
        near(4.7500124443008756e-5, GammaTail.atLeast(200, 260));
        near(4.6521049187674721e-15, GammaTail.atLeast(200, 330));
        near(0.99945009773428822, GammaTail.atLeast(1000, 900));
        near(2.2046986113889961e-43, GammaTail.atLeast(1000, 1500));
        near(2.4225323864783195e-299, GammaTail.atLeast(3, 700));
    }

    @Test
    void ofANormalVariableAgreesToo() {
        near(0.5, NormalTail.atLeast(0));
        near(0.15865525393145705, NormalTail.atLeast(1));
        near(0.84134474606854295, NormalTail.atLeast(-1));
        near(0.0062096653257761352, NormalTail.atLeast(2.5));
        near(9.8658764503769814e-10, NormalTail.atLeast(6));
        near(0.99999999901341235, NormalTail.atLeast(-6));
        near(1.776482112077679e-33, NormalTail.atLeast(12));
    }

    /** For a whole shape the tail is a Poisson sum: P[Gamma(n) >= x] = P[Poisson(x) < n]. */
    @Property(tries = 300)
    void isAPoissonSumForWholeShapes(
            @ForAll @IntRange(min = 1, max = 400) int shape, @ForAll @DoubleRange(min = 0.01, max = 600) double x) {
        double term = Math.exp(-x);
        double sum = term;
        for (int k = 1; k < shape; k++) {
            term *= x / k;
            sum += term;
        }
        assertEquals(sum, GammaTail.atLeast(shape, x), Math.max(1e-300, sum * 1e-10));
    }

    @Test
    void quantileInvertsTheNormalTail() {
        for (double p : new double[] {1e-12, 1e-4, .01, .3, .5, .9}) {
            assertEquals(p, NormalTail.atLeast(NormalTail.quantile(p)), p * 1e-9);
        }
    }

    @Test
    void refusesAShapeThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> GammaTail.atLeast(0, 1));
        assertTrue(GammaTail.atLeast(3, -1) == 1);
    }

    private static void near(double expected, double actual) {
        assertEquals(expected, actual, Math.abs(expected) * 1e-11);
    }
}
