package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** Two stages of a forward transform whose halves lie at least 64 numbers apart: one root for each block. */
record ForwardBlocks(double prime, double[] roots, int blocks) implements TransformPass {

    @Override
    public void apply(double[] values) {
        int quarter = RingKernel.SIZE / 4 / blocks;
        for (int block = 0; block < blocks; block++) {
            transform(values, 4 * quarter * block, quarter, blocks + block);
        }
    }

    private void transform(double[] values, int from, int quarter, int index) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector rounder = Lanes.rounder();
        DoubleVector outer = all(roots[index]);
        DoubleVector left = all(roots[2 * index]);
        DoubleVector right = all(roots[2 * index + 1]);
        for (int i = from; i < from + quarter; i += WIDTH) {
            DoubleVector a = at(values, i);
            DoubleVector b = at(values, i + quarter);
            DoubleVector c = product(at(values, i + 2 * quarter), outer, negated, reciprocal, rounder);
            DoubleVector d = product(at(values, i + 3 * quarter), outer, negated, reciprocal, rounder);
            DoubleVector bd = product(b.add(d), left, negated, reciprocal, rounder);
            DoubleVector db = product(b.sub(d), right, negated, reciprocal, rounder);
            DoubleVector ac = a.add(c);
            DoubleVector ca = a.sub(c);
            ac.add(bd).intoArray(values, i);
            ac.sub(bd).intoArray(values, i + quarter);
            ca.add(db).intoArray(values, i + 2 * quarter);
            ca.sub(db).intoArray(values, i + 3 * quarter);
        }
    }
}
