package dev.cloister.retrieval.ring;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class GroupSizeTest {

    private static final double MEGABYTE = 1e6;

    private static int choose(int vectors, double up, double down) {
        return GroupSize.choose(RingParameters.STANDARD, 384, vectors, up, down);
    }

    @Test
    void noDivisorIsFasterThanTheChosenOne() {
        for (int vectors : new int[] {1, 1000, 10_000, 100_000, 1_000_000}) {
            for (double rate : new double[] {0.1 * MEGABYTE, MEGABYTE, 12 * MEGABYTE, 1000 * MEGABYTE}) {
                int chosen = choose(vectors, rate, rate);
                assertEquals(0, 384 % chosen);
                for (int groups = 1; groups <= 384; groups++) {
                    if (384 % groups == 0) {
                        assertTrue(seconds(groups, vectors, rate) >= seconds(chosen, vectors, rate));
                    }
                }
            }
        }
    }

    private static double seconds(int groups, int vectors, double rate) {
        return GroupSize.seconds(new QueryShape(RingParameters.STANDARD, 384, groups), vectors, rate, rate);
    }

    @Test
    void moreVectorsTakeMoreGroups() {
        assertTrue(choose(1000, MEGABYTE, MEGABYTE) < choose(100_000, MEGABYTE, MEGABYTE));
        assertTrue(choose(100_000, MEGABYTE, MEGABYTE) < choose(4_000_000, MEGABYTE, MEGABYTE));
    }

    @Test
    void aSlowUplinkTakesFewerGroups() {
        assertTrue(choose(100_000, 0.1 * MEGABYTE, 10 * MEGABYTE) < choose(100_000, 10 * MEGABYTE, 0.1 * MEGABYTE));
    }

    @Test
    void sizesAreThoseOfTheWire() {
        QueryShape shape = new QueryShape(RingParameters.STANDARD, 384, 24);
        assertEquals(42 + 25L * 3 * 4096 * 28 / 8, shape.queryBytes());
        assertEquals(46 + 39L * (15872 + 992) + 15872 + 62, shape.answerBytes(10_000));
        assertEquals(40L * 24 * 4096 * 4 * 3, shape.encodedBytes(10_000));
    }
}
