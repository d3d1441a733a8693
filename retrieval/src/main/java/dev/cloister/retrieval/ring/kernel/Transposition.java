package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;

/** Transposes the matrix of 64 by 64, four by four numbers at a time. */
record Transposition() implements TransformPass {

    @Override
    public void apply(double[] values) {
        for (int row = 0; row < VectorTransform.SIDE; row += WIDTH) {
            for (int column = row; column < VectorTransform.SIDE; column += WIDTH) {
                int here = row * VectorTransform.SIDE + column;
                int there = column * VectorTransform.SIDE + row;
                DoubleVector r0 = at(values, here);
                DoubleVector r1 = at(values, here + VectorTransform.SIDE);
                DoubleVector r2 = at(values, here + 2 * VectorTransform.SIDE);
                DoubleVector r3 = at(values, here + 3 * VectorTransform.SIDE);
                DoubleVector s0 = at(values, there);
                DoubleVector s1 = at(values, there + VectorTransform.SIDE);
                DoubleVector s2 = at(values, there + 2 * VectorTransform.SIDE);
                DoubleVector s3 = at(values, there + 3 * VectorTransform.SIDE);
                Lanes.transpose(r0, r1, r2, r3, values, there, VectorTransform.SIDE);
                Lanes.transpose(s0, s1, s2, s3, values, here, VectorTransform.SIDE);
            }
        }
    }
}
