package dev.cloister.retrieval.ring.kernel;

/**
 * Plain integer code: the reference that vector code is checked against, and what runs where vector code cannot.
 *
 * <p>Products by roots follow Harvey 2014 ("Faster arithmetic for number-theoretic transforms"): with {@code s = floor(w
 * 2^32 / p)} the residue {@code x w - floor(x s / 2^32) p} lies in [0, 2p) for every x below 2^32.
 */
final class ScalarKernel implements RingKernel {

    private static final int HALF = SIZE / 2;
    private static final int SIDE = 64;

    private final long prime;
    private final Barrett barrett;
    private final Roots roots;
    private final long[] forwardQuotients;
    private final long[] inverseQuotients;
    private final long sizeInverseQuotient;

    ScalarKernel(Roots roots) {
        this.prime = roots.prime();
        this.barrett = Barrett.of(prime);
        this.roots = roots;
        this.forwardQuotients = quotients(roots.forward());
        this.inverseQuotients = quotients(roots.inverse());
        this.sizeInverseQuotient = (roots.sizeInverse() << 32) / prime;
    }

    private long[] quotients(long[] factors) {
        long[] quotients = new long[factors.length];
        for (int i = 0; i < factors.length; i++) {
            quotients[i] = (factors[i] << 32) / prime;
        }
        return quotients;
    }

    @Override
    public long prime() {
        return prime;
    }

    @Override
    public void forward(double[] polynomial) {
        long[] values = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = residue(polynomial[i]);
        }
        for (int blocks = 1, half = HALF; blocks < SIZE; blocks <<= 1, half >>= 1) {
            for (int block = 0; block < blocks; block++) {
                decimate(values, 2 * block * half, half, blocks + block);
            }
        }
        for (int i = 0; i < SIZE; i++) {
            polynomial[transposed(i)] = centred(below(below(values[i], 2 * prime), prime));
        }
    }

    private void decimate(long[] values, int from, int half, int index) {
        long root = roots.forward()[index];
        long quotient = forwardQuotients[index];
        for (int j = from; j < from + half; j++) {
            long u = below(values[j], 2 * prime);
            long v = product(values[j + half], root, quotient);
            values[j] = u + v;
            values[j + half] = u - v + 2 * prime;
        }
    }

    @Override
    public void inverse(double[] polynomial) {
        long[] values = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = residue(polynomial[transposed(i)]);
        }
        for (int blocks = HALF, half = 1; blocks >= 1; blocks >>= 1, half <<= 1) {
            for (int block = 0; block < blocks; block++) {
                combine(values, 2 * block * half, half, blocks + block);
            }
        }
        for (int i = 0; i < SIZE; i++) {
            polynomial[i] = centred(below(product(values[i], roots.sizeInverse(), sizeInverseQuotient), prime));
        }
    }

    private void combine(long[] values, int from, int half, int index) {
        long root = roots.inverse()[index];
        long quotient = inverseQuotients[index];
        for (int j = from; j < from + half; j++) {
            long u = values[j];
            long v = values[j + half];
            values[j] = below(u + v, 2 * prime);
            values[j + half] = product(u - v + 2 * prime, root, quotient);
        }
    }

    @Override
    public void multiplyAdd(double[] sum, double[] left, double[] right) {
        for (int i = 0; i < SIZE; i++) {
            sum[i] = centred(barrett.remainder((long) sum[i] + (long) left[i] * (long) right[i]));
        }
    }

    @Override
    public void pack(double[] evaluations, int[] target, int stride, int group) {
        for (int from = 0; from < SIZE; from += TILE) {
            int to = (from / TILE * stride + group) * TILE;
            for (int i = 0; i < TILE; i++) {
                target[to + i] = (int) below(residue(evaluations[from + i]), prime);
            }
        }
    }

    @Override
    public void scan(int[][] blocks, int[] query, int groups, long[][] sums) {
        for (int from = 0; from < SIZE; from += TILE) {
            for (int block = 0; block < blocks.length; block++) {
                scanTile(blocks[block], query, groups, from, sums[2 * block], sums[2 * block + 1]);
            }
        }
    }

    private static void scanTile(int[] block, int[] query, int groups, int from, long[] first, long[] second) {
        for (int i = 0; i < TILE; i++) {
            long firstSum = 0;
            long secondSum = 0;
            int at = from * groups + i;
            int queryAt = 2 * from * groups + i;
            for (int group = 0; group < groups; group++, at += TILE, queryAt += 2 * TILE) {
                firstSum += (long) block[at] * query[queryAt];
                secondSum += (long) block[at] * query[queryAt + TILE];
            }
            first[from + i] = firstSum;
            second[from + i] = secondSum;
        }
    }

    @Override
    public void reduce(long[] sums, double[] evaluations) {
        for (int i = 0; i < SIZE; i++) {
            evaluations[i] = centred(Long.remainderUnsigned(sums[i], prime));
        }
    }

    /** In [0, p]. The branch is taken for public numbers only: secrets and noise are below p in magnitude. */
    private long residue(double value) {
        long number = (long) value;
        if (number > prime || number < -prime) {
            number %= prime;
        }
        return number + (prime & (number >> 63));
    }

    private long product(long value, long factor, long quotient) {
        return value * factor - (value * quotient >>> 32) * prime;
    }

    /** The value less the bound if it is not below it. */
    private static long below(long value, long bound) {
        long less = value - bound;
        return less + (bound & (less >> 63));
    }

    private double centred(long residue) {
        return residue - (prime & ((prime / 2 - residue) >> 63));
    }

    private static int transposed(int index) {
        return index % SIDE * SIDE + index / SIDE;
    }
}
