package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** Two stages of a backward transform before the transposition: whole rows, and a root for each column. */
record InverseRows(double prime, double[] roots, int blocks) implements TransformPass {

    @Override
    public void apply(double[] values) {
        int distance = VectorTransform.SIDE / 4 / blocks;
        for (int block = 0; block < blocks; block++) {
            for (int row = 0; row < distance; row++) {
                transform(values, 4 * distance * block + row, distance, blocks + block);
            }
        }
    }

    private void transform(double[] values, int row, int distance, int index) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector rounder = Lanes.rounder();
        int step = distance * VectorTransform.SIDE;
        int from = row * VectorTransform.SIDE;
        int root = index * VectorTransform.SIDE;
        for (int i = 0; i < VectorTransform.SIDE; i += WIDTH) {
            DoubleVector a = at(values, from + i);
            DoubleVector b = at(values, from + i + step);
            DoubleVector c = at(values, from + i + 2 * step);
            DoubleVector d = at(values, from + i + 3 * step);
            DoubleVector outer = at(roots, root + i);
            DoubleVector ba = product(a.sub(b), at(roots, 2 * root + i), negated, reciprocal, rounder);
            DoubleVector dc =
                    product(c.sub(d), at(roots, 2 * root + VectorTransform.SIDE + i), negated, reciprocal, rounder);
            DoubleVector ab = a.add(b);
            DoubleVector cd = c.add(d);
            DoubleVector even = product(ab.sub(cd), outer, negated, reciprocal, rounder);
            DoubleVector odd = product(ba.sub(dc), outer, negated, reciprocal, rounder);
            ab.add(cd).intoArray(values, from + i);
            ba.add(dc).intoArray(values, from + i + step);
            even.intoArray(values, from + i + 2 * step);
            odd.intoArray(values, from + i + 3 * step);
        }
    }
}
