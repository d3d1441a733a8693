package dev.cloister.retrieval.ring.sampling;

import dev.cloister.retrieval.ring.kernel.Barrett;
import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * The sum of four uniform integers in [-b, b], as residues modulo several primes. Sums of four rather than one uniform
 * number: their distribution has a finite Fisher information, so that many floods add up like the square root of their
 * number. Integers are below 2^120 in magnitude and computed in two 64-bit halves; nothing is allocated.
 */
public final class Flooding {

    private static final int SUMMANDS = 4;

    private final Barrett[] primes;
    private final long[] highCarries;
    private final long[] middleCarries;
    private final long boundHigh;
    private final long boundLow;
    private final long countHigh;
    private final long countLow;
    private final long highMask;
    private final long lowMask;
    private long high;
    private long low;

    /** @param quarter b, in [1, 2^117) */
    public Flooding(BigInteger quarter, long[] primes) {
        if (quarter.signum() <= 0 || quarter.bitLength() > 117) {
            throw new IllegalArgumentException("The bound is out of range");
        }
        this.primes = LongStream.of(primes).mapToObj(Barrett::of).toArray(Barrett[]::new);
        this.highCarries = powers(Long.SIZE, primes);
        this.middleCarries = powers(Integer.SIZE, primes);
        BigInteger count = quarter.shiftLeft(1).add(BigInteger.ONE);
        BigInteger mask = BigInteger.TWO.pow(count.bitLength()).subtract(BigInteger.ONE);
        boundHigh = quarter.shiftRight(Long.SIZE).longValue();
        boundLow = quarter.longValue();
        countHigh = count.shiftRight(Long.SIZE).longValue();
        countLow = count.longValue();
        highMask = mask.shiftRight(Long.SIZE).longValue();
        lowMask = mask.longValue();
    }

    private static long[] powers(int exponent, long[] primes) {
        return LongStream.of(primes)
                .map(prime -> BigInteger.TWO
                        .pow(exponent)
                        .mod(BigInteger.valueOf(prime))
                        .longValue())
                .toArray();
    }

    /** Draws the next sum; for each summand two 64-bit numbers, the high half first, thrown away where not below 2b + 1. */
    public void draw(RandomStream stream) {
        high = 0;
        low = 0;
        for (int i = 0; i < SUMMANDS; ) {
            long drawnHigh = stream.nextLong() & highMask;
            long drawnLow = stream.nextLong() & lowMask;
            if (below(drawnHigh, drawnLow)) {
                add(drawnHigh, drawnLow);
                subtractBound();
                i++;
            }
        }
    }

    private boolean below(long drawnHigh, long drawnLow) {
        return drawnHigh < countHigh || drawnHigh == countHigh && Long.compareUnsigned(drawnLow, countLow) < 0;
    }

    private void add(long addHigh, long addLow) {
        low += addLow;
        high += addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
    }

    private void subtractBound() {
        long borrow = Long.compareUnsigned(low, boundLow) < 0 ? 1 : 0;
        low -= boundLow;
        high -= boundHigh + borrow;
    }

    /** The drawn sum modulo a prime, in [0, p). */
    public long residue(int index) {
        Barrett prime = primes[index];
        long middle = low >>> Integer.SIZE;
        long least = low & 0xffff_ffffL;
        // Below 2^56 + 2^60 + 2^32.
        return prime.remainder(prime.remainder(high) * highCarries[index] + middle * middleCarries[index] + least);
    }

    /** The drawn sum. */
    BigInteger value() {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }
}
