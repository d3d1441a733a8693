package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.PlainScan;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random unit vectors in int8, one after the other in memory; a million of them fit in an array. */
final class SyntheticVectors {

    private static final long SEED = 384;

    private final int count;
    private final int dimensions;
    private final byte[] flat;

    SyntheticVectors(int count, int dimensions) {
        this.count = count;
        this.dimensions = dimensions;
        this.flat = new byte[Math.multiplyExact(count, dimensions)];
        SplittableRandom random = new SplittableRandom(SEED);
        // Coordinates of a unit vector, clipped at 0.277, have this deviation; lengths vary by some per cent.
        double deviation = 127 / Quantisation.DEFAULT_CLIP / Math.sqrt(dimensions);
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (byte) Math.clamp(Math.round(deviation * random.nextGaussian()), -127, 127);
        }
    }

    int count() {
        return count;
    }

    byte[] flat() {
        return flat;
    }

    List<byte[]> asList() {
        return new AbstractList<>() {
            @Override
            public byte[] get(int index) {
                return Arrays.copyOfRange(flat, index * dimensions, (index + 1) * dimensions);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    int[] scores(byte[] query) {
        int[] scores = new int[count];
        short[] widened = new short[dimensions];
        for (int i = 0; i < dimensions; i++) {
            widened[i] = query[i];
        }
        PlainScan.scan(flat, widened, scores);
        return scores;
    }
}
