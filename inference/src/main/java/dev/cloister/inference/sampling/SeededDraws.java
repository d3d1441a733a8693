package dev.cloister.inference.sampling;

/** Uniform numbers from a seed: SplitMix64 (Steele, Lea and Flood 2014), the same on every machine and release. */
final class SeededDraws {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    SeededDraws(long seed) {
        state = seed;
    }

    /** The next number in [0, 1). */
    double next() {
        state += GOLDEN;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }
}
