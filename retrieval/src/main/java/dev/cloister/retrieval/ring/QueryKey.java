package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.ring.kernel.Barrett;
import dev.cloister.retrieval.ring.sampling.RandomStream;
import dev.cloister.retrieval.ring.sampling.Samplers;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.util.Arrays;

/**
 * The keys of one query, all from one seed: a ternary secret {@code s}, and {@code (b, a)} with {@code b = e - a s}, where
 * {@code a} is expanded from a seed that is public. Evaluations, by prime.
 *
 * <p>Encrypts for the querier (Fan and Vercauteren 2012, the symmetric variant): {@code c0 = e + floor(q/t) m - a s}.
 */
final class QueryKey implements AutoCloseable {

    private static final int N = RingParameters.RING_DIMENSION;

    private final Ring ring;
    private final Seed errors;
    private final Seed publicSeed;
    private final double[][] secret;
    private final int[][] key;

    QueryKey(RingParameters parameters, Seed seed) {
        this.ring = Ring.of(parameters);
        this.errors = seed.derive("errors");
        this.publicSeed = seed.derive("public");
        this.secret = new double[ring.primes()][];
        double[] coefficients = new double[N];
        try (Seed secrets = seed.derive("secret");
                RandomStream stream = secrets.stream(0, 0)) {
            Samplers.ternary(stream, coefficients);
        }
        for (int prime = 0; prime < secret.length; prime++) {
            secret[prime] = coefficients.clone();
            ring.kernel(prime).forward(secret[prime]);
        }
        Arrays.fill(coefficients, 0);
        this.key = encrypt(0, new byte[0]);
    }

    Seed publicSeed() {
        return publicSeed;
    }

    /** b. */
    int[][] key() {
        return key;
    }

    /** The secret modulo a prime. */
    double[] secret(int prime) {
        return secret[prime];
    }

    /** c0 under the uniform polynomial of that label. The message's coefficients are the first ones of the polynomial. */
    int[][] encrypt(int label, byte[] message) {
        double[] error = new double[N];
        try (RandomStream stream = errors.stream(label, 0)) {
            Samplers.binomial(stream, error);
        }
        int[][] ciphertext = new int[secret.length][];
        double[] values = new double[N];
        for (int prime = 0; prime < secret.length; prime++) {
            Barrett modulus = ring.modulus(prime);
            System.arraycopy(error, 0, values, 0, N);
            for (int i = 0; i < message.length; i++) {
                values[i] += modulus.remainder(message[i] * ring.scale(prime));
            }
            ring.kernel(prime).forward(values);
            double[] negated = Ring.doubles(ring.uniform(publicSeed, label, prime));
            for (int i = 0; i < N; i++) {
                negated[i] = -negated[i];
            }
            ring.kernel(prime).multiplyAdd(values, negated, secret[prime]);
            ciphertext[prime] = ring.residues(values, prime);
        }
        Arrays.fill(error, 0);
        Arrays.fill(values, 0);
        return ciphertext;
    }

    /** Overwrites the secret and what it can be made from. */
    @Override
    public void close() {
        errors.close();
        for (double[] evaluations : secret) {
            Arrays.fill(evaluations, 0);
        }
    }

    @Override
    public String toString() {
        return "QueryKey[hidden]";
    }
}
