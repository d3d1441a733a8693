package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** Multiplies every number by a factor and reduces it. */
record Scaling(double prime, double factor) implements TransformPass {

    @Override
    public void apply(double[] values) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector rounder = Lanes.rounder();
        DoubleVector factors = all(factor);
        for (int i = 0; i < RingKernel.SIZE; i += WIDTH) {
            product(at(values, i), factors, negated, reciprocal, rounder).intoArray(values, i);
        }
    }
}
