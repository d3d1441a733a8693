package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** Two stages of a forward transform after the transposition: whole rows, and a root for each column. */
record ForwardRows(double prime, double[] roots, int blocks) implements TransformPass {

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
            DoubleVector outer = at(roots, root + i);
            DoubleVector a = at(values, from + i);
            DoubleVector b = at(values, from + i + step);
            DoubleVector c = product(at(values, from + i + 2 * step), outer, negated, reciprocal, rounder);
            DoubleVector d = product(at(values, from + i + 3 * step), outer, negated, reciprocal, rounder);
            DoubleVector bd = product(b.add(d), at(roots, 2 * root + i), negated, reciprocal, rounder);
            DoubleVector db =
                    product(b.sub(d), at(roots, 2 * root + VectorTransform.SIDE + i), negated, reciprocal, rounder);
            DoubleVector ac = a.add(c);
            DoubleVector ca = a.sub(c);
            ac.add(bd).intoArray(values, from + i);
            ac.sub(bd).intoArray(values, from + i + step);
            ca.add(db).intoArray(values, from + i + 2 * step);
            ca.sub(db).intoArray(values, from + i + 3 * step);
        }
    }
}
