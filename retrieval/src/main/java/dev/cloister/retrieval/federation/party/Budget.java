package dev.cloister.retrieval.federation.party;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often a party may ask. Scores leak: 384 plain queries recover all vectors of a snapshot, about 120 clever ones too, and
 * fewer an approximation of them.
 *
 * @param queries in a period
 * @param period its length
 */
public record Budget(int queries, Duration period) {

    /** For a party that is not marked as trusted. */
    public static final Budget OF_A_STRANGER = new Budget(10, Duration.ofDays(30));

    /** For a party that is trusted with the vectors themselves. */
    public static final Budget OF_A_TRUSTED_PARTY = new Budget(1_000, Duration.ofDays(1));

    /** What a party that is not trusted may ask in all, however long it waits. */
    public static final int MOST_OF_A_STRANGER = 25;

    private static final int MOST = 1_000_000;

    public Budget {
        if (queries < 0 || queries > MOST || period.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("0 to " + MOST + " queries in a minute or more");
        }
    }

    /** How many of these lie in the period that ends now. */
    long used(List<Instant> asked, Instant now) {
        Instant since = now.minus(period);
        return asked.stream().filter(when -> when.isAfter(since)).count();
    }

    long left(List<Instant> asked, Instant now) {
        return queries - used(asked, now);
    }

    /** When the first of these no longer counts. */
    Instant nextFree(List<Instant> asked, Instant now) {
        return asked.stream()
                .map(when -> when.plus(period))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(now.plus(period));
    }
}
