package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.key.MarkKey;
import java.util.SplittableRandom;

/** The benchmark's keys. The same names give the same keys in each run. */
public final class BenchmarkKeys {

    private static final long SEED = 1;

    private BenchmarkKeys() {}

    /** The key of that number for a scheme. */
    public static MarkKey of(String scheme, int number) {
        byte[] secret = new byte[MarkKey.BYTES];
        random(scheme, number).nextBytes(secret);
        return MarkKey.of(secret);
    }

    /** Random numbers for a scheme whose keys are others. */
    static SplittableRandom random(String scheme, int number) {
        return new SplittableRandom(SEED + ((long) scheme.hashCode() << Integer.SIZE) + number);
    }
}
