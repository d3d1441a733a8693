package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static dev.cloister.retrieval.ring.kernel.RingKernel.SIZE;
import static dev.cloister.retrieval.ring.kernel.RingKernel.TILE;

/**
 * Sums of products of 32-bit residues in 64-bit lanes. A vector of eight residues is read as four lanes of 64 bits; the
 * low halves are masked out and the high halves shifted down, which the compiler turns into 32 by 32 bit products. Residues
 * lie in memory so that the low halves are the first four of eight and the high halves the last four.
 */
final class VectorScan {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
    private static final int LANES = LONGS.length();
    private static final int PAIR = 2 * LANES;
    /** Residues of a block that are read in one go, 64 KB: long runs keep the memory busy, the query's part stays cached. */
    private static final int RUN_RESIDUES = 1 << 14;

    private static final long LOW = 0xffff_ffffL;

    private VectorScan() {}

    /** Where the {@code i}-th of a tile's residues lies in it. */
    static int place(int i) {
        int within = i % PAIR;
        return i - within + (within < LANES ? 2 * within : 2 * (within - LANES) + 1);
    }

    static void scan(int[][] blocks, int[] query, int groups, long[][] sums) {
        int run = Math.max(1, RUN_RESIDUES / (groups * TILE)) * TILE;
        for (int start = 0; start < SIZE; start += run) {
            int end = Math.min(SIZE, start + run);
            for (int block = 0; block < blocks.length; block++) {
                for (int from = start; from < end; from += TILE) {
                    scanTile(blocks[block], query, groups, from, sums[2 * block], sums[2 * block + 1]);
                }
            }
        }
    }

    private static void scanTile(int[] block, int[] query, int groups, int from, long[] first, long[] second) {
        LongVector a0 = LongVector.zero(LONGS);
        LongVector a1 = a0;
        LongVector a2 = a0;
        LongVector a3 = a0;
        LongVector b0 = a0;
        LongVector b1 = a0;
        LongVector b2 = a0;
        LongVector b3 = a0;
        int at = from * groups;
        int queryAt = 2 * at;
        for (int group = 0; group < groups; group++, at += TILE, queryAt += 2 * TILE) {
            LongVector x = longs(block, at);
            LongVector y = longs(block, at + PAIR);
            LongVector xLow = low(x);
            LongVector xHigh = high(x);
            LongVector yLow = low(y);
            LongVector yHigh = high(y);
            LongVector p = longs(query, queryAt);
            LongVector q = longs(query, queryAt + PAIR);
            LongVector r = longs(query, queryAt + 2 * PAIR);
            LongVector s = longs(query, queryAt + 3 * PAIR);
            a0 = a0.add(xLow.mul(low(p)));
            a1 = a1.add(xHigh.mul(high(p)));
            a2 = a2.add(yLow.mul(low(q)));
            a3 = a3.add(yHigh.mul(high(q)));
            b0 = b0.add(xLow.mul(low(r)));
            b1 = b1.add(xHigh.mul(high(r)));
            b2 = b2.add(yLow.mul(low(s)));
            b3 = b3.add(yHigh.mul(high(s)));
        }
        a0.intoArray(first, from);
        a1.intoArray(first, from + LANES);
        a2.intoArray(first, from + 2 * LANES);
        a3.intoArray(first, from + 3 * LANES);
        b0.intoArray(second, from);
        b1.intoArray(second, from + LANES);
        b2.intoArray(second, from + 2 * LANES);
        b3.intoArray(second, from + 3 * LANES);
    }

    private static LongVector longs(int[] values, int index) {
        return IntVector.fromArray(INTS, values, index).reinterpretAsLongs();
    }

    private static LongVector low(LongVector value) {
        return value.and(LOW);
    }

    private static LongVector high(LongVector value) {
        return value.lanewise(VectorOperators.LSHR, 32);
    }
}
