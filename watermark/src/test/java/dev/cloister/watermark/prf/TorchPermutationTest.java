package dev.cloister.watermark.prf;

import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Expected values are PyTorch 2.15.0's {@code torch.randperm} with a CPU generator. */
final class TorchPermutationTest {

    @Test
    void isTheOneThatPyTorchDraws() {
        assertArrayEquals(new int[] {2, 6, 1, 8, 4, 5, 0, 9, 3, 7}, TorchPermutation.first(10, 10, 42));
        assertArrayEquals(
                new int[] {10326, 27443, 43653, 14168, 2362, 25609, 28556, 13967},
                TorchPermutation.first(49152, 8, 15485863L * 17));
        assertArrayEquals(
                new int[] {66124, 12758, 37002, 91149, 81149, 85152, 22249, 39786},
                TorchPermutation.first(152064, 8, 15485863L * 150000));
    }

    @Test
    void ofAMillionIsTheOneThatPyTorchDraws() {
        int[] table = TorchPermutation.first(1_000_003, 1_000_003, 2971215073L);
        assertArrayEquals(new int[] {250534, 296009, 268311, 356494}, Arrays.copyOf(table, 4));
        assertEquals(245595, table[49151]);
        assertEquals(70416, table[1_000_002]);
        Arrays.sort(table);
        assertArrayEquals(IntStream.range(0, 1_000_003).toArray(), table);
    }

    /** The ten thousandth output of MT19937 under its default seed, as the C++ standard fixes it (rand.predef). */
    @Test
    void generatorIsTheStandardOne() {
        MersenneTwister generator = new MersenneTwister(5489);
        int last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = generator.nextInt();
        }
        assertEquals(4123659995L, Integer.toUnsignedLong(last));
    }

    @Test
    void oneElementIsAmongTheFirstWhereTheSetHoldsIt() {
        for (long seed = 1; seed < 20; seed++) {
            BitSet first = TorchPermutation.firstAsSet(300, 75, seed);
            for (int element = 0; element < 300; element++) {
                assertEquals(first.get(element), TorchPermutation.isAmongFirst(300, 75, seed, element), "seed " + seed);
            }
        }
    }
}
