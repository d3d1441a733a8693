package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of int8 vectors that are not encrypted, as fast as the Vector API computes them: what encryption is compared
 * with. Two products of numbers in [-127, 127] fit in 16 bits; their sums are widened by shifts, which keep their lanes.
 */
public final class PlainScan {

    /** Dimensions are a multiple of this. */
    public static final int STEP = 32;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final int HALF = STEP / 2;

    private PlainScan() {}

    /**
     * Scores vectors that lie one after the other.
     *
     * @param query as long as a vector, a multiple of {@link #STEP}
     * @param scores one for each vector
     */
    public static void scan(byte[] vectors, short[] query, int[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = dot(vectors, i * query.length, query);
        }
    }

    private static int dot(byte[] vectors, int from, short[] query) {
        IntVector low = IntVector.zero(INTS);
        IntVector high = low;
        for (int i = 0; i < query.length; i += STEP) {
            ShortVector first = shorts(vectors, from + i).mul(ShortVector.fromArray(SHORTS, query, i));
            ShortVector second = shorts(vectors, from + i + HALF).mul(ShortVector.fromArray(SHORTS, query, i + HALF));
            IntVector pairs = first.add(second).reinterpretAsInts();
            low = low.add(pairs.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.ASHR, Short.SIZE));
            high = high.add(pairs.lanewise(VectorOperators.ASHR, Short.SIZE));
        }
        return low.add(high).reduceLanes(VectorOperators.ADD);
    }

    private static ShortVector shorts(byte[] vectors, int index) {
        return (ShortVector) ByteVector.fromArray(BYTES, vectors, index).castShape(SHORTS, 0);
    }

    /** The same as a plain loop, which the compiler may or may not vectorise. */
    public static void simpleScan(byte[] vectors, byte[] query, int[] scores) {
        for (int i = 0; i < scores.length; i++) {
            int sum = 0;
            int from = i * query.length;
            for (int j = 0; j < query.length; j++) {
                sum += vectors[from + j] * query[j];
            }
            scores[i] = sum;
        }
    }
}
