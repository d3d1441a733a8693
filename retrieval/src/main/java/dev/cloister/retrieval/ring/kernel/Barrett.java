package dev.cloister.retrieval.ring.kernel;

/**
 * Remainders modulo a fixed prime without division, in the same time for every number (Barrett 1986).
 *
 * @param prime below 2^28
 * @param factor floor(2^64 / prime)
 */
public record Barrett(long prime, long factor) {

    /** For that prime. */
    public static Barrett of(long prime) {
        return new Barrett(prime, Long.divideUnsigned(-prime, prime) + 1);
    }

    /** The remainder in [0, p) of a number below 2^62 in magnitude. */
    public long remainder(long value) {
        // The quotient is short by one or over by one at most.
        long rest = value - Math.multiplyHigh(value, factor) * prime;
        rest += prime & rest >> Long.SIZE - 1;
        rest -= prime;
        return rest + (prime & rest >> Long.SIZE - 1);
    }
}
