package dev.cloister.watermark.scheme;

import java.math.BigInteger;

/**
 * SHA-256's compression function (FIPS 180-4, section 6.2.2), which the JDK does not offer by itself. Only for {@link
 * TokenMac}; tested against the JDK's HMAC.
 */
final class Sha256Block {

    static final int BYTES = 64;
    static final int STATE_WORDS = 8;
    static final int SCHEDULE_WORDS = 64;

    private static final int[] PRIMES = primes(SCHEDULE_WORDS);
    private static final int[] INITIAL = new int[STATE_WORDS];
    private static final int[] ROUND = new int[SCHEDULE_WORDS];

    static {
        for (int i = 0; i < STATE_WORDS; i++) {
            INITIAL[i] = fractionOfRoot(PRIMES[i], 2);
        }
        for (int i = 0; i < SCHEDULE_WORDS; i++) {
            ROUND[i] = fractionOfRoot(PRIMES[i], 3);
        }
    }

    private Sha256Block() {}

    static int[] initialState() {
        return INITIAL.clone();
    }

    /** Compresses the block in the first 16 words into the state; the rest of the words is scratch. */
    static void compress(int[] state, int[] words) {
        for (int t = 16; t < SCHEDULE_WORDS; t++) {
            int w15 = words[t - 15];
            int w2 = words[t - 2];
            int sigma0 = Integer.rotateRight(w15, 7) ^ Integer.rotateRight(w15, 18) ^ (w15 >>> 3);
            int sigma1 = Integer.rotateRight(w2, 17) ^ Integer.rotateRight(w2, 19) ^ (w2 >>> 10);
            words[t] = sigma1 + words[t - 7] + sigma0 + words[t - 16];
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int t = 0; t < SCHEDULE_WORDS; t++) {
            int sum1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int t1 = h + sum1 + ((e & f) ^ (~e & g)) + ROUND[t] + words[t];
            int sum0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /** The first 32 bits of the fractional part of the prime's square or cube root (FIPS 180-4, 4.2.2 and 5.3.3). */
    private static int fractionOfRoot(int prime, int degree) {
        BigInteger scaled = BigInteger.valueOf(prime).shiftLeft(Integer.SIZE * degree);
        BigInteger low = BigInteger.ZERO;
        BigInteger high = BigInteger.ONE.shiftLeft(Integer.SIZE + 5);
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = low.add(high).shiftRight(1);
            if (middle.pow(degree).compareTo(scaled) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low.intValue();
    }

    private static int[] primes(int count) {
        int[] found = new int[count];
        int n = 0;
        for (int candidate = 2; n < count; candidate++) {
            if (BigInteger.valueOf(candidate).isProbablePrime(64)) {
                found[n++] = candidate;
            }
        }
        return found;
    }
}
