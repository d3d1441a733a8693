package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** Two stages of a backward transform whose halves lie at least 64 numbers apart: one root for each block. */
record InverseBlocks(double prime, double[] roots, int blocks) implements TransformPass {

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
            DoubleVector c = at(values, i + 2 * quarter);
            DoubleVector d = at(values, i + 3 * quarter);
            DoubleVector ba = product(a.sub(b), left, negated, reciprocal, rounder);
            DoubleVector dc = product(c.sub(d), right, negated, reciprocal, rounder);
            DoubleVector ab = a.add(b);
            DoubleVector cd = c.add(d);
            DoubleVector even = product(ab.sub(cd), outer, negated, reciprocal, rounder);
            DoubleVector odd = product(ba.sub(dc), outer, negated, reciprocal, rounder);
            ab.add(cd).intoArray(values, i);
            ba.add(dc).intoArray(values, i + quarter);
            even.intoArray(values, i + 2 * quarter);
            odd.intoArray(values, i + 3 * quarter);
        }
    }
}
