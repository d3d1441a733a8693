package dev.cloister.watermark.prf;

import java.util.BitSet;

/**
 * What {@code torch.randperm} yields with a seeded CPU generator, the same on every platform: a Fisher-Yates shuffle that
 * swaps i with i + (u32 mod (n - i)).
 */
public final class TorchPermutation {

    /** Above this PyTorch draws 64 bits a step. */
    private static final int LARGEST = (int) (0xffffffffL / 20);

    private TorchPermutation() {}

    /**
     * The permutation's first elements.
     *
     * @param size how many elements are permuted, 1 to 214 million
     * @param count how many of them to draw, at most {@code size}
     * @param seed only the low 32 bits matter
     */
    public static int[] first(int size, int count, long seed) {
        if (size < 1 || size > LARGEST || count < 0 || count > size) {
            throw new IllegalArgumentException("size in 1.." + LARGEST + " and count in 0..size");
        }
        MersenneTwister generator = new MersenneTwister((int) seed);
        int[] elements = new int[size];
        for (int i = 0; i < size; i++) {
            elements[i] = i;
        }
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int other = i + Integer.remainderUnsigned(generator.nextInt(), size - i);
            drawn[i] = elements[other];
            elements[other] = elements[i];
            elements[i] = drawn[i];
        }
        return drawn;
    }

    /** Whether the element is among the permutation's first, without drawing the rest: it follows that element alone. */
    public static boolean isAmongFirst(int size, int count, long seed, int element) {
        MersenneTwister generator = new MersenneTwister((int) seed);
        int place = element;
        for (int i = 0; i < count; i++) {
            int other = i + Integer.remainderUnsigned(generator.nextInt(), size - i);
            if (other == place) {
                return true;
            }
            if (i == place) {
                place = other;
            }
        }
        return false;
    }

    /** The same elements as a set. */
    public static BitSet firstAsSet(int size, int count, long seed) {
        BitSet set = new BitSet(size);
        for (int element : first(size, count, seed)) {
            set.set(element);
        }
        return set;
    }
}
