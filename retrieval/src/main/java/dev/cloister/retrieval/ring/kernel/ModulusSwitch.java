package dev.cloister.retrieval.ring.kernel;

import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * Rounds numbers v modulo q, given by their residues, to {@code round(v 2^31 / q) mod 2^31}, exactly.
 *
 * <p>By the Chinese remainder theorem {@code v / q} is, up to an integer, the sum of {@code y / p} over the primes, with
 * {@code y = v (q / p)^-1 mod p}. Computed in doubles that sum is right to 2^-50, so that the rounding is right unless the
 * number lies within 2^-16 of a half; those few are computed again in big integers. Time depends on the numbers, which are
 * what is sent next.
 */
public final class ModulusSwitch {

    private static final int BITS = 31;
    private static final double SCALE = 1L << BITS;
    private static final long MASK = (1L << BITS) - 1;
    private static final double UNSURE = 0.5 - 0x1p-16;

    private final Barrett[] primes;
    private final long[] inverses;
    private final double[] steps;
    private final BigInteger modulus;
    private final BigInteger[] lifts;

    /** @param primes at most eight, different, each below 2^28 */
    public ModulusSwitch(long[] primes) {
        this.primes = LongStream.of(primes).mapToObj(Barrett::of).toArray(Barrett[]::new);
        BigInteger product = BigInteger.ONE;
        for (long prime : primes) {
            product = product.multiply(BigInteger.valueOf(prime));
        }
        modulus = product;
        inverses = new long[primes.length];
        steps = new double[primes.length];
        lifts = new BigInteger[primes.length];
        for (int i = 0; i < primes.length; i++) {
            BigInteger prime = BigInteger.valueOf(primes[i]);
            BigInteger others = modulus.divide(prime);
            inverses[i] = others.modInverse(prime).longValue();
            lifts[i] = others.multiply(others.modInverse(prime));
            steps[i] = SCALE / primes[i];
        }
    }

    /**
     * Rounds the first {@code count} numbers.
     *
     * @param residues for each prime integers in [-2p, 2p]
     * @param target receives numbers in [0, 2^31) from {@code at}
     */
    public void round(double[][] residues, int count, int[] target, int at) {
        for (int i = 0; i < count; i++) {
            double scaled = 0;
            for (int prime = 0; prime < primes.length; prime++) {
                scaled += primes[prime].remainder((long) residues[prime][i] * inverses[prime]) * steps[prime];
            }
            double rounded = Math.rint(scaled);
            target[at + i] = Math.abs(scaled - rounded) > UNSURE ? exactly(residues, i) : (int) ((long) rounded & MASK);
        }
    }

    private int exactly(double[][] residues, int index) {
        BigInteger value = BigInteger.ZERO;
        for (int prime = 0; prime < primes.length; prime++) {
            value = value.add(lifts[prime].multiply(BigInteger.valueOf((long) residues[prime][index])));
        }
        BigInteger half = modulus.shiftRight(1);
        return value.mod(modulus).shiftLeft(BITS).add(half).divide(modulus).intValue() & (int) MASK;
    }
}
