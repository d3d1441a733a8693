package dev.cloister.retrieval.ring.sampling;

import org.junit.jupiter.api.Test;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.DoubleStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SamplersTest {

    private static final int COUNT = 1 << 18;

    /** Fixed, so that the statistics below are the same each time; another seed passes them all but once in thousands. */
    private final Seed seed = Seed.of(new byte[Seed.BYTES]);

    @Test
    void secretsAreUniformOverThreeValues() {
        double[] values = new double[COUNT];
        Samplers.ternary(seed.stream(0, 0), values);
        for (int value = -1; value <= 1; value++) {
            assertEquals(COUNT / 3.0, count(values, value), 5 * Math.sqrt(COUNT * 2.0 / 9));
        }
    }

    @Test
    void errorsHaveTheBinomialsVariance() {
        double[] values = new double[COUNT];
        Samplers.binomial(seed.stream(0, 0), values);
        double variance = DoubleStream.of(values).map(x -> x * x).average().orElseThrow();
        assertEquals(0, DoubleStream.of(values).average().orElseThrow(), 5 * Math.sqrt(10.5 / COUNT));
        assertEquals(10.5, variance, 0.2);
        assertTrue(DoubleStream.of(values).allMatch(x -> Math.abs(x) <= Samplers.COINS));
    }

    @Test
    void masksAreUniformUpToTheirBound() {
        double[] values = new double[COUNT];
        Samplers.within(seed.stream(0, 0), 256, values);
        for (int value = -256; value <= 256; value++) {
            assertEquals(COUNT / 513.0, count(values, value), 6 * Math.sqrt(COUNT / 513.0), "value " + value);
        }
    }

    @Test
    void residuesAreUniformBelowTheirPrime() {
        int[] values = new int[COUNT];
        long prime = 216948737;
        Samplers.residues(seed.stream(0, 0), prime, values);
        int[] tenths = new int[10];
        for (int value : values) {
            assertTrue(value >= 0 && value < prime);
            tenths[(int) (value * 10L / prime)]++;
        }
        for (int tenth : tenths) {
            assertEquals(COUNT / 10.0, tenth, 5 * Math.sqrt(COUNT * 0.09));
        }
    }

    @Test
    void floodsAreSumsOfFourUniformNumbersAndTheirResiduesFit() {
        long[] primes = {216948737, 134176769};
        for (BigInteger quarter : new BigInteger[] {
            BigInteger.TEN,
            BigInteger.TWO.pow(60).add(BigInteger.TWO),
            BigInteger.TWO.pow(85).subtract(BigInteger.ONE)
        }) {
            Flooding flooding = new Flooding(quarter, primes);
            RandomStream stream = seed.stream(0, 0);
            double squares = 0;
            for (int i = 0; i < COUNT / 8; i++) {
                flooding.draw(stream);
                BigInteger value = flooding.value();
                assertTrue(value.abs().compareTo(quarter.shiftLeft(2)) <= 0);
                for (int prime = 0; prime < primes.length; prime++) {
                    assertEquals(value.mod(BigInteger.valueOf(primes[prime])).longValue(), flooding.residue(prime));
                }
                squares += Math.pow(value.doubleValue() / quarter.doubleValue(), 2);
            }
            double step = 1 / quarter.doubleValue();
            assertEquals(4 * (1 + step) / 3, squares / (COUNT / 8), 0.03, "variance for " + quarter);
        }
    }

    @Test
    void streamsOfOtherLabelsPurposesAndSeedsAreOthers() {
        long[] same = first(seed.stream(1, 2));
        assertArrayEquals(same, first(Seed.of(seed.bytes()).stream(1, 2)));
        assertFalse(Arrays.equals(same, first(seed.stream(2, 1))));
        assertFalse(Arrays.equals(same, first(seed.derive("a").stream(1, 2))));
        assertFalse(Arrays.equals(first(seed.derive("a").stream(0, 0)), first(seed.derive("b").stream(0, 0))));
        assertFalse(Arrays.equals(same, first(Seed.random(new SecureRandom()).stream(1, 2))));
    }

    @Test
    void aClosedSeedIsGone() {
        Seed drawn = Seed.random(new SecureRandom());
        drawn.close();
        assertArrayEquals(new byte[Seed.BYTES], drawn.bytes());
    }

    private static long[] first(RandomStream stream) {
        return new long[] {stream.nextLong(), stream.nextLong()};
    }

    private static long count(double[] values, int value) {
        return DoubleStream.of(values).filter(x -> x == value).count();
    }
}
