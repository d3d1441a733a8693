package dev.cloister.retrieval.ring.kernel;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KernelTest {

    private static final long PRIME = 216948737;
    private static final int N = RingKernel.SIZE;

    private final SplittableRandom random = new SplittableRandom(12);

    @ParameterizedTest
    @ValueSource(longs = {216948737, 216924161, 216883201, 134176769, 133963777, 40961, 268369921})
    void vectorCodeAgreesWithScalarCode(long prime) {
        Roots roots = Roots.of(prime);
        assertTrue(KernelCheck.agree(new VectorKernel(roots), new ScalarKernel(roots)));
    }

    @Test
    void codeThatIsWrongIsFoundOut() {
        Roots roots = Roots.of(PRIME);
        long[] wrong = roots.forward().clone();
        wrong[4095]++;
        Roots broken = new Roots(PRIME, wrong, roots.inverse(), roots.sizeInverse());
        assertFalse(KernelCheck.agree(new VectorKernel(broken), new ScalarKernel(roots)));
        assertFalse(KernelCheck.agree(new VectorKernel(Roots.of(216924161)), new ScalarKernel(roots)));
    }

    @Test
    void theMachineOfTheseTestsRunsVectorCodeOrSaysWhyNot() {
        RingKernel kernel = Kernels.of(PRIME);
        if (kernel instanceof ScalarKernel) {
            System.out.println("encrypted search runs in scalar code here");
        } else {
            assertInstanceOf(VectorKernel.class, kernel);
        }
    }

    @Test
    void anEvaluationIsThePolynomialAtItsPoint() {
        double[] coefficients = polynomial();
        double[] evaluations = coefficients.clone();
        Kernels.of(PRIME).forward(evaluations);
        // Entry 2048 of the table, in bit-reversed order, is the root itself.
        long root = Roots.of(PRIME).forward()[2048];
        for (int r : new int[] {0, 1, 2, 63, 64, 65, 1000, 4095}) {
            long exponent = 2 * (64L * reverse6(r / 64) + reverse6(r % 64)) + 1;
            long point = Roots.power(root, exponent, PRIME);
            long value = 0;
            for (int i = N - 1; i >= 0; i--) {
                value = Math.floorMod(value * point + (long) coefficients[i], PRIME);
            }
            assertEquals(value, Math.floorMod((long) evaluations[r], PRIME), "evaluation " + r);
        }
    }

    private static int reverse6(int bits) {
        return Integer.reverse(bits) >>> Integer.SIZE - 6;
    }

    @Test
    void productsWrapAroundNegatively() {
        double[] left = polynomial();
        double[] right = new double[N];
        right[N - 1] = 3;
        double[] product = new double[N];
        RingKernel kernel = Kernels.of(PRIME);
        double[] leftEvaluations = left.clone();
        kernel.forward(leftEvaluations);
        kernel.forward(right);
        kernel.multiplyAdd(product, leftEvaluations, right);
        kernel.inverse(product);
        for (int i = 0; i < N; i++) {
            // x^4095 * x^i = -x^(i-1)
            long expected = i == N - 1 ? 3 * (long) left[0] : -3 * (long) left[i + 1];
            assertEquals(Math.floorMod(expected, PRIME), Math.floorMod((long) product[i], PRIME));
        }
    }

    @Test
    void sumsOfTheMostAndLargestProductsDoNotOverflow() {
        for (RingKernel kernel : new RingKernel[] {Kernels.scalar(PRIME), Kernels.of(PRIME)}) {
            int groups = RingKernel.MAX_PRODUCTS;
            int[] block = new int[N * groups];
            int[] query = new int[2 * N * groups];
            java.util.Arrays.fill(block, (int) PRIME - 1);
            java.util.Arrays.fill(query, (int) PRIME - 1);
            long[][] sums = new long[2][N];
            kernel.scan(new int[][] {block}, query, groups, sums);
            double[] reduced = new double[N];
            kernel.reduce(sums[1], reduced);
            BigInteger exact = BigInteger.valueOf(PRIME - 1).pow(2).multiply(BigInteger.valueOf(groups));
            assertEquals(exact.longValue(), sums[0][17]);
            assertTrue(exact.bitLength() <= 64);
            assertEquals(groups, Math.floorMod((long) reduced[4095], PRIME));
        }
    }

    @Property(tries = 2000)
    void barrettsRemainderIsTheRemainder(@ForAll long value) {
        for (long prime : new long[] {PRIME, 134176769, 268369921, 40961}) {
            assertEquals(Math.floorMod(value >> 1, prime), Barrett.of(prime).remainder(value >> 1));
        }
    }

    @Test
    void theModulusSwitchRoundsExactly() {
        long[] primes = {216948737, 216924161, 216883201};
        BigInteger modulus = BigInteger.ONE;
        for (long prime : primes) {
            modulus = modulus.multiply(BigInteger.valueOf(prime));
        }
        int count = N - 3;
        double[][] residues = new double[3][N];
        int[] expected = new int[count];
        for (int i = 0; i < count; i++) {
            BigInteger value = value(i, modulus);
            for (int prime = 0; prime < 3; prime++) {
                long residue = value.mod(BigInteger.valueOf(primes[prime])).longValue();
                residues[prime][i] = i % 2 == 0 ? residue : residue - primes[prime];
            }
            expected[i] = value.shiftLeft(31)
                            .add(modulus.shiftRight(1))
                            .divide(modulus)
                            .intValue()
                    & Integer.MAX_VALUE;
        }
        int[] rounded = new int[count];
        new ModulusSwitch(primes).round(residues, count, rounded, 0);
        assertEquals(
                IntStream.of(expected).boxed().toList(),
                IntStream.of(rounded).boxed().toList());
    }

    /** Random numbers, and numbers around the places where rounding changes. */
    private BigInteger value(int index, BigInteger modulus) {
        if (index % 3 > 0) {
            return new BigInteger(96, new java.util.Random(index)).mod(modulus);
        }
        BigInteger odd = BigInteger.valueOf(2L * random.nextInt(Integer.MAX_VALUE) + 1);
        return odd.multiply(modulus)
                .shiftRight(32)
                .add(BigInteger.valueOf(index % 2))
                .mod(modulus);
    }

    private double[] polynomial() {
        return IntStream.range(0, N)
                .mapToDouble(i -> random.nextInt(-1000, 1000))
                .toArray();
    }
}
