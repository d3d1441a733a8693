package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.kernel.RingKernel;
import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * The two sets of parameters. Both: ring dimension N = 4096, plaintexts modulo t = 2^20, uniform ternary secrets, errors
 * from a centred binomial distribution of 21 coins a side, answers switched to the modulus 2^31. Primes are 1 modulo 8192
 * and at most 217,000,000, so that 384 products of residues fit in 64 bits.
 *
 * <p>The moduli differ: {@link #STANDARD} is the harder one to break, {@link #STRICT} hides more of an owner's vectors behind
 * its noise. See docs/adr/0017-ring-parameters-and-flooding.md.
 */
public enum RingParameters {
    /** q of 83.1 bits; flooding leaves a statistical distance of about 2^-36 for 100,000 scores. */
    STANDARD(1, 28, 216948737, 216924161, 216883201),
    /** q of 108 bits; about 2^-61. Hardness is about 128 bits, at the edge of the table for this dimension. */
    STRICT(2, 27, 134176769, 134111233, 134012929, 133963777);

    /** N. */
    public static final int RING_DIMENSION = RingKernel.SIZE;

    /** log2 t. */
    public static final int PLAINTEXT_BITS = 20;

    /** An answer's residues have this many bits. */
    public static final int ANSWER_BITS = 31;

    /** The largest g: more products would not fit in 64 bits. */
    public static final int MAX_GROUPS = RingKernel.MAX_PRODUCTS;

    /** The longest vector. */
    public static final int MAX_DIMENSIONS = 4096;

    private final int id;
    private final int residueBits;
    private final long[] primes;
    private final BigInteger modulus;

    RingParameters(int id, int residueBits, long... primes) {
        this.id = id;
        this.residueBits = residueBits;
        this.primes = primes;
        this.modulus = LongStream.of(primes).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /**
     * The set of that number.
     *
     * @throws RetrievalException RING_PARAMETERS_UNSUPPORTED
     */
    public static RingParameters of(int id) {
        for (RingParameters parameters : values()) {
            if (parameters.id == id) {
                return parameters;
            }
        }
        throw new RetrievalException(
                Code.RING_PARAMETERS_UNSUPPORTED, "This version knows no ring parameters of the number " + id + ".");
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** Bits of a residue on the wire. */
    public int residueBits() {
        return residueBits;
    }

    /** How many primes there are. */
    public int primeCount() {
        return primes.length;
    }

    public long prime(int index) {
        return primes[index];
    }

    public long[] primes() {
        return primes.clone();
    }

    /** q, the product of the primes. */
    public BigInteger modulus() {
        return modulus;
    }

    /** floor(q / t): what a plaintext is multiplied by. */
    public BigInteger scale() {
        return modulus.shiftRight(PLAINTEXT_BITS);
    }

    /** The largest magnitude of one of the four uniform numbers that flood a score: a quarter of 0.75 q / 2t. */
    public BigInteger floodingQuarter() {
        return modulus.multiply(BigInteger.valueOf(3)).shiftRight(PLAINTEXT_BITS + 5);
    }
}
