package dev.cloister.retrieval.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Unit vectors whose coordinates are of uneven size, some of them close to one another, quantised. */
final class Vectors {

    private static final double NEAR_SHARE = 0.25;

    private Vectors() {}

    static List<byte[]> random(int count, int dimensions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scales = random.doubles(dimensions, 0.5, 1.5).toArray();
        Quantisation quantisation = Quantisation.of(dimensions);
        List<byte[]> vectors = new ArrayList<>();
        double[] vector = new double[dimensions];
        for (int i = 0; i < count; i++) {
            boolean near = i > 0 && random.nextDouble() < NEAR_SHARE;
            for (int j = 0; j < dimensions; j++) {
                vector[j] = near ? vector[j] + 0.2 * random.nextGaussian() : scales[j] * random.nextGaussian();
            }
            vectors.add(quantisation.quantise(unit(vector)));
        }
        return vectors;
    }

    private static float[] unit(double[] vector) {
        double squares = 0;
        for (double coordinate : vector) {
            squares += coordinate * coordinate;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return unit;
    }

    static int[] scores(List<byte[]> vectors, byte[] query) {
        return vectors.stream().mapToInt(vector -> dot(vector, query)).toArray();
    }

    private static int dot(byte[] left, byte[] right) {
        int sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
