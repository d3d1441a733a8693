package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.reduced;

/** Reduces every number. */
record Reduction(double prime) implements TransformPass {

    @Override
    public void apply(double[] values) {
        DoubleVector negated = all(-prime);
        DoubleVector reciprocal = all(1 / prime);
        DoubleVector rounder = Lanes.rounder();
        for (int i = 0; i < RingKernel.SIZE; i += WIDTH) {
            reduced(at(values, i), negated, reciprocal, rounder).intoArray(values, i);
        }
    }
}
