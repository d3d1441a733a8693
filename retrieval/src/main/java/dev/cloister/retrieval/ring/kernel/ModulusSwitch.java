package dev.cloister.retrieval.ring.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
    private final Optional<VectorRounding> vectors;
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
        vectors = Kernels.haveVectors() ? Optional.of(vectorCode()).filter(this::agrees) : Optional.empty();
    }

    private VectorRounding vectorCode() {
        return new VectorRounding(
                Stream.of(primes).mapToDouble(Barrett::prime).toArray(),
                IntStream.range(0, primes.length)
                        .mapToDouble(i -> Roots.centred(inverses[i], primes[i].prime()))
                        .toArray(),
                steps);
    }

    /**
     * Rounds the first {@code count} numbers.
     *
     * @param residues for each prime integers in [-2p, 2p], in arrays of 4096
     * @param target receives numbers in [0, 2^31) from {@code at}
     */
    public void round(double[][] residues, int count, int[] target, int at) {
        round(residues, count, target, at, vectors);
    }

    private void round(double[][] residues, int count, int[] target, int at, Optional<VectorRounding> code) {
        double[] sums = new double[RingKernel.SIZE];
        for (int prime = 0; prime < primes.length; prime++) {
            if (code.isPresent()) {
                code.get().add(residues[prime], prime, count, sums);
            } else {
                add(residues[prime], prime, count, sums);
            }
        }
        for (int i = 0; i < count; i++) {
            double rounded = Math.rint(sums[i]);
            target[at + i] =
                    Math.abs(sums[i] - rounded) > UNSURE ? exactly(residues, i) : (int) ((long) rounded & MASK);
        }
    }

    /** Whether vector code rounds some thousand random numbers as scalar code does. */
    private boolean agrees(VectorRounding code) {
        SplittableRandom random = new SplittableRandom(RingKernel.SIZE);
        double[][] residues = new double[primes.length][];
        for (int i = 0; i < primes.length; i++) {
            long prime = primes[i].prime();
            residues[i] = random.longs(RingKernel.SIZE, -prime, prime)
                    .mapToDouble(residue -> residue)
                    .toArray();
        }
        int[] one = new int[RingKernel.SIZE];
        int[] other = new int[RingKernel.SIZE];
        round(residues, RingKernel.SIZE, one, 0, Optional.of(code));
        round(residues, RingKernel.SIZE, other, 0, Optional.empty());
        return Arrays.equals(one, other);
    }

    private void add(double[] residues, int prime, int count, double[] sums) {
        for (int i = 0; i < count; i++) {
            long part = primes[prime].remainder((long) residues[i] * inverses[prime]);
            sums[i] += part * steps[prime];
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
