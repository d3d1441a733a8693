package dev.cloister.retrieval.ring.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.cloister.retrieval.ring.kernel.Lanes.WIDTH;
import static dev.cloister.retrieval.ring.kernel.Lanes.all;
import static dev.cloister.retrieval.ring.kernel.Lanes.at;
import static dev.cloister.retrieval.ring.kernel.Lanes.product;

/** The sums of a {@link ModulusSwitch}, four at a time: {@code sum of (residue * inverse mod p) * step} over the primes. */
final class VectorRounding {

    private final double[] primes;
    private final double[] inverses;
    private final double[] steps;

    /**
     * @param inverses centred
     * @param steps what a unit of each prime counts
     */
    VectorRounding(double[] primes, double[] inverses, double[] steps) {
        this.primes = primes;
        this.inverses = inverses;
        this.steps = steps;
    }

    /** Adds a prime's part to the sums of the first {@code count} numbers, rounded up to whole vectors. */
    void add(double[] residues, int prime, int count, double[] sums) {
        DoubleVector negated = all(-primes[prime]);
        DoubleVector reciprocal = all(1 / primes[prime]);
        DoubleVector rounder = Lanes.rounder();
        DoubleVector inverse = all(inverses[prime]);
        DoubleVector step = all(steps[prime]);
        for (int i = 0; i < count; i += WIDTH) {
            DoubleVector part = product(at(residues, i), inverse, negated, reciprocal, rounder);
            part.fma(step, at(sums, i)).intoArray(sums, i);
        }
    }
}
