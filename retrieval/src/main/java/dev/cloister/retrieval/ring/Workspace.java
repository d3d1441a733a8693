package dev.cloister.retrieval.ring;

/** What a thread computes in: sums of a batch of blocks, and two polynomials of one block, by prime. */
final class Workspace {

    private static final int N = RingParameters.RING_DIMENSION;

    final long[][][] sums;
    final double[][] first;
    final double[][] second;
    final double[] noise = new double[N];
    final double[] errors = new double[N];
    final double[] factor = new double[N];

    Workspace(int primes, int blocks) {
        sums = new long[primes][2 * blocks][N];
        first = new double[primes][N];
        second = new double[primes][N];
    }
}
