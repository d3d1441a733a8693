package dev.cloister.gateway.benchmark;

import java.util.Locale;

/** What a suite consists of, in the order in which it runs; one part runs at a time. */
public enum Part {
    GATEWAY(Suite.MAIN),
    ENGINE(Suite.MAIN),
    ISOLATION(Suite.MAIN),
    RETRIEVAL(Suite.MAIN),
    WATERMARK(Suite.MAIN),
    GENERATE(Suite.INFERENCE),
    BATCH(Suite.INFERENCE),
    COMPARE(Suite.INFERENCE),
    PREFILL(Suite.INFERENCE),
    SCORES(Suite.INFERENCE),
    CACHE(Suite.INFERENCE),
    CHUNKS(Suite.INFERENCE),
    SESSIONS(Suite.INFERENCE),
    GRAMMAR(Suite.INFERENCE),
    SPOKES(Suite.ISOLATION),
    QUERIES(Suite.ISOLATION),
    ATTACKS(Suite.ISOLATION),
    LOCAL(Suite.RETRIEVAL),
    ENCODINGS(Suite.RETRIEVAL),
    QUALITY(Suite.RETRIEVAL),
    MILLION(Suite.RETRIEVAL),
    NTT(Suite.FEDERATION),
    SCAN(Suite.FEDERATION),
    SEAL(Suite.FEDERATION),
    OTHERS(Suite.FEDERATION),
    PARTIES(Suite.FEDERATION),
    SCHEMES(Suite.WATERMARK),
    FURTHER(Suite.WATERMARK),
    TOPIC(Suite.WATERMARK),
    CALIBRATION(Suite.WATERMARK),
    OVERHEAD(Suite.WATERMARK),
    TEMPERATURES(Suite.WATERMARK),
    ADVERSARY(Suite.WATERMARK),
    READERS(Suite.WATERMARK),
    SPEED(Suite.WATERMARK);

    private final Suite suite;

    Part(Suite suite) {
        this.suite = suite;
    }

    /** What it is part of. */
    public Suite suite() {
        return suite;
    }

    /** Whether it runs where no part is named; a million passages take too long for that. */
    public boolean usual() {
        return this != MILLION;
    }

    /** The name on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
