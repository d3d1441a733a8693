package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.SPECIES;
import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;
import static dev.cloister.retrieval.ring.kernel.Lanes.reduced;

/**
 * The number-theoretic transforms in vectors: the polynomial is a matrix of 64 by 64. Six stages work on whole rows, the
 * matrix is transposed, and the other six work on whole rows again, so that no stage mixes the lanes of a vector. Two
 * stages at a time (radix 4) halve the traffic to memory.
 *
 * <p>Sums are not reduced. Forward, a value grows by p/2 in each stage, to 13 p/2; backward it doubles, to 2^11 p. Both
 * leave quotients below 2^40 and keep every product's residue exact for p below 2^28.
 */
final class VectorTransform {

    private static final int SIDE = 64;
    private static final int SIZE = RingKernel.SIZE;

    private final double prime;
    private final double[] rowRoots;
    private final double[] rowInverses;
    private final double[] columnRoots;
    private final double[] columnInverses;
    private final double sizeInverse;

    VectorTransform(Roots roots) {
        this.prime = roots.prime();
        this.rowRoots = centred(roots.forward(), roots.prime());
        this.rowInverses = centred(roots.inverse(), roots.prime());
        this.columnRoots = byColumn(rowRoots);
        this.columnInverses = byColumn(rowInverses);
        this.sizeInverse = Roots.centred(roots.sizeInverse(), roots.prime());
    }

    private static double[] centred(long[] residues, long prime) {
        double[] values = new double[residues.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Roots.centred(residues[i], prime);
        }
        return values;
    }

    /** Roots of the later stages: row {@code blocks + block} holds those of all 64 columns. */
    private static double[] byColumn(double[] roots) {
        double[] table = new double[SIZE];
        for (int blocks = 1; blocks < SIDE; blocks <<= 1) {
            for (int block = 0; block < blocks; block++) {
                for (int column = 0; column < SIDE; column++) {
                    table[(blocks + block) * SIDE + column] = roots[(SIDE + column) * blocks + block];
                }
            }
        }
        return table;
    }

    void forward(double[] values) {
        for (int blocks = 1, quarter = SIZE / 4; blocks < SIDE; blocks *= 4, quarter /= 4) {
            for (int block = 0; block < blocks; block++) {
                forwardBlock(values, 4 * quarter * block, quarter, blocks + block);
            }
        }
        transpose(values);
        for (int blocks = 1, quarter = SIDE / 4; blocks < SIDE; blocks *= 4, quarter /= 4) {
            for (int block = 0; block < blocks; block++) {
                for (int row = 0; row < quarter; row++) {
                    forwardRows(values, 4 * quarter * block + row, quarter, blocks + block);
                }
            }
        }
        reduce(values);
    }

    void inverse(double[] values) {
        for (int blocks = SIDE / 4, quarter = 1; blocks >= 1; blocks /= 4, quarter *= 4) {
            for (int block = 0; block < blocks; block++) {
                for (int row = 0; row < quarter; row++) {
                    inverseRows(values, 4 * quarter * block + row, quarter, blocks + block);
                }
            }
        }
        transpose(values);
        for (int blocks = SIDE / 4, quarter = SIDE; blocks >= 1; blocks /= 4, quarter *= 4) {
            for (int block = 0; block < blocks; block++) {
                inverseBlock(values, 4 * quarter * block, quarter, blocks + block);
            }
        }
        scale(values);
    }

    private void forwardBlock(double[] values, int from, int quarter, int root) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector outer = all(rowRoots[root]);
        DoubleVector left = all(rowRoots[2 * root]);
        DoubleVector right = all(rowRoots[2 * root + 1]);
        for (int i = from; i < from + quarter; i += WIDTH) {
            DoubleVector a = at(values, i);
            DoubleVector b = at(values, i + quarter);
            DoubleVector c = product(at(values, i + 2 * quarter), outer, negated, reciprocal);
            DoubleVector d = product(at(values, i + 3 * quarter), outer, negated, reciprocal);
            DoubleVector bd = product(b.add(d), left, negated, reciprocal);
            DoubleVector db = product(b.sub(d), right, negated, reciprocal);
            DoubleVector ac = a.add(c);
            DoubleVector ca = a.sub(c);
            ac.add(bd).intoArray(values, i);
            ac.sub(bd).intoArray(values, i + quarter);
            ca.add(db).intoArray(values, i + 2 * quarter);
            ca.sub(db).intoArray(values, i + 3 * quarter);
        }
    }

    private void forwardRows(double[] values, int row, int distance, int root) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        int step = distance * SIDE;
        int from = row * SIDE;
        int roots = root * SIDE;
        int leftRoots = 2 * root * SIDE;
        for (int i = 0; i < SIDE; i += WIDTH) {
            DoubleVector outer = at(columnRoots, roots + i);
            DoubleVector a = at(values, from + i);
            DoubleVector b = at(values, from + i + step);
            DoubleVector c = product(at(values, from + i + 2 * step), outer, negated, reciprocal);
            DoubleVector d = product(at(values, from + i + 3 * step), outer, negated, reciprocal);
            DoubleVector bd = product(b.add(d), at(columnRoots, leftRoots + i), negated, reciprocal);
            DoubleVector db = product(b.sub(d), at(columnRoots, leftRoots + SIDE + i), negated, reciprocal);
            DoubleVector ac = a.add(c);
            DoubleVector ca = a.sub(c);
            ac.add(bd).intoArray(values, from + i);
            ac.sub(bd).intoArray(values, from + i + step);
            ca.add(db).intoArray(values, from + i + 2 * step);
            ca.sub(db).intoArray(values, from + i + 3 * step);
        }
    }

    private void inverseRows(double[] values, int row, int distance, int root) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        int step = distance * SIDE;
        int from = row * SIDE;
        int roots = root * SIDE;
        int leftRoots = 2 * root * SIDE;
        for (int i = 0; i < SIDE; i += WIDTH) {
            DoubleVector a = at(values, from + i);
            DoubleVector b = at(values, from + i + step);
            DoubleVector c = at(values, from + i + 2 * step);
            DoubleVector d = at(values, from + i + 3 * step);
            DoubleVector outer = at(columnInverses, roots + i);
            DoubleVector ba = product(a.sub(b), at(columnInverses, leftRoots + i), negated, reciprocal);
            DoubleVector dc = product(c.sub(d), at(columnInverses, leftRoots + SIDE + i), negated, reciprocal);
            DoubleVector ab = a.add(b);
            DoubleVector cd = c.add(d);
            DoubleVector even = product(ab.sub(cd), outer, negated, reciprocal);
            DoubleVector odd = product(ba.sub(dc), outer, negated, reciprocal);
            ab.add(cd).intoArray(values, from + i);
            ba.add(dc).intoArray(values, from + i + step);
            even.intoArray(values, from + i + 2 * step);
            odd.intoArray(values, from + i + 3 * step);
        }
    }

    private void inverseBlock(double[] values, int from, int quarter, int root) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector outer = all(rowInverses[root]);
        DoubleVector left = all(rowInverses[2 * root]);
        DoubleVector right = all(rowInverses[2 * root + 1]);
        for (int i = from; i < from + quarter; i += WIDTH) {
            DoubleVector a = at(values, i);
            DoubleVector b = at(values, i + quarter);
            DoubleVector c = at(values, i + 2 * quarter);
            DoubleVector d = at(values, i + 3 * quarter);
            DoubleVector ba = product(a.sub(b), left, negated, reciprocal);
            DoubleVector dc = product(c.sub(d), right, negated, reciprocal);
            DoubleVector ab = a.add(b);
            DoubleVector cd = c.add(d);
            DoubleVector even = product(ab.sub(cd), outer, negated, reciprocal);
            DoubleVector odd = product(ba.sub(dc), outer, negated, reciprocal);
            ab.add(cd).intoArray(values, i);
            ba.add(dc).intoArray(values, i + quarter);
            even.intoArray(values, i + 2 * quarter);
            odd.intoArray(values, i + 3 * quarter);
        }
    }

    private static void transpose(double[] values) {
        for (int row = 0; row < SIDE; row += WIDTH) {
            for (int column = row; column < SIDE; column += WIDTH) {
                int here = row * SIDE + column;
                int there = column * SIDE + row;
                DoubleVector r0 = at(values, here);
                DoubleVector r1 = at(values, here + SIDE);
                DoubleVector r2 = at(values, here + 2 * SIDE);
                DoubleVector r3 = at(values, here + 3 * SIDE);
                DoubleVector s0 = at(values, there);
                DoubleVector s1 = at(values, there + SIDE);
                DoubleVector s2 = at(values, there + 2 * SIDE);
                DoubleVector s3 = at(values, there + 3 * SIDE);
                Lanes.transpose(r0, r1, r2, r3, values, there, SIDE);
                Lanes.transpose(s0, s1, s2, s3, values, here, SIDE);
            }
        }
    }

    private void reduce(double[] values) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        for (int i = 0; i < SIZE; i += WIDTH) {
            reduced(at(values, i), negated, reciprocal).intoArray(values, i);
        }
    }

    private void scale(double[] values) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector factor = all(sizeInverse);
        for (int i = 0; i < SIZE; i += SPECIES.length()) {
            product(at(values, i), factor, negated, reciprocal).intoArray(values, i);
        }
    }
}
