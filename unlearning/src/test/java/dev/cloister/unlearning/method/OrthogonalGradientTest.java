package dev.cloister.unlearning.method;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class OrthogonalGradientTest {

    @Property(tries = 200)
    void theResultIsOrthogonalToTheRetainGradient(
            @ForAll @IntRange(min = 2, max = 5000) int length, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] forget = gaussian(random, length);
        float[] retain = gaussian(random, length);
        float[] projected = OrthogonalGradient.project(forget, retain);
        double scale = Math.sqrt(dot(forget, forget) * dot(retain, retain));
        assertEquals(0, dot(projected, retain) / scale, 1e-7);
        assertEquals(dot(forget, forget), dot(projected, projected) + removed(forget, retain), 1e-4 * scale);
    }

    @Test
    void anOrthogonalForgetGradientStaysAsItIs() {
        assertArrayEquals(
                new float[] {1, 0, -2}, OrthogonalGradient.project(new float[] {1, 0, -2}, new float[] {0, 3, 0}));
    }

    @Test
    void aZeroRetainGradientRemovesNothing() {
        assertArrayEquals(new float[] {1, 2}, OrthogonalGradient.project(new float[] {1, 2}, new float[] {0, 0}));
    }

    @Test
    void aForgetGradientAlongTheRetainGradientVanishes() {
        assertArrayEquals(new float[] {0, 0}, OrthogonalGradient.project(new float[] {2, -4}, new float[] {-1, 2}));
    }

    @Test
    void refusesGradientsOfDifferentLayers() {
        assertThrows(IllegalArgumentException.class, () -> OrthogonalGradient.project(new float[2], new float[3]));
    }

    private static float[] gaussian(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double removed(float[] forget, float[] retain) {
        double along = dot(forget, retain);
        return along * along / dot(retain, retain);
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
