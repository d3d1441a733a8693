package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.Barrett;
import dev.cloister.retrieval.ring.kernel.Kernels;
import dev.cloister.retrieval.ring.kernel.ModulusSwitch;
import dev.cloister.retrieval.ring.kernel.RingKernel;
import dev.cloister.retrieval.ring.sampling.RandomStream;
import dev.cloister.retrieval.ring.sampling.Samplers;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/** The kernels of a set of parameters, made and tested once in a process, and what both parties compute alike. */
final class Ring {

    private static final Map<RingParameters, Ring> RINGS = new EnumMap<>(RingParameters.class);

    private final RingParameters parameters;
    private final RingKernel[] kernels;
    private final ModulusSwitch modulusSwitch;
    private final Barrett[] moduli;
    private final long[] scales;

    private Ring(RingParameters parameters) {
        this.parameters = parameters;
        this.kernels = LongStream.of(parameters.primes()).mapToObj(Kernels::of).toArray(RingKernel[]::new);
        this.modulusSwitch = new ModulusSwitch(parameters.primes());
        this.moduli = LongStream.of(parameters.primes()).mapToObj(Barrett::of).toArray(Barrett[]::new);
        this.scales = LongStream.of(parameters.primes())
                .map(prime -> parameters.scale().mod(BigInteger.valueOf(prime)).longValue())
                .toArray();
    }

    static synchronized Ring of(RingParameters parameters) {
        return RINGS.computeIfAbsent(parameters, Ring::new);
    }

    RingKernel kernel(int prime) {
        return kernels[prime];
    }

    int primes() {
        return kernels.length;
    }

    ModulusSwitch modulusSwitch() {
        return modulusSwitch;
    }

    Barrett modulus(int prime) {
        return moduli[prime];
    }

    /** floor(q / t) modulo a prime. */
    long scale(int prime) {
        return scales[prime];
    }

    /** The uniform evaluations of that label modulo a prime: label 0 belongs to the key, 1 + k to group k. */
    int[] uniform(Seed publicSeed, int label, int prime) {
        int[] residues = new int[RingParameters.RING_DIMENSION];
        try (RandomStream stream = publicSeed.derive("uniform").stream(label, prime)) {
            Samplers.residues(stream, parameters.prime(prime), residues);
        }
        return residues;
    }

    static double[] doubles(int[] residues) {
        double[] values = new double[residues.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = residues[i];
        }
        return values;
    }

    /** Representatives in [0, p) of evaluations in (-p, p). */
    int[] residues(double[] evaluations, int prime) {
        int modulus = (int) parameters.prime(prime);
        int[] residues = new int[evaluations.length];
        for (int i = 0; i < residues.length; i++) {
            int value = (int) evaluations[i];
            residues[i] = value + (modulus & value >> Integer.SIZE - 1);
        }
        return residues;
    }
}
