package dev.cloister.retrieval.federation.party;

import java.time.Instant;
import java.util.Optional;

/**
 * A party that may ask this node.
 *
 * @param id its key
 * @param name what this node calls it
 * @param offer the snapshot that it may search
 * @param budget how often
 * @param trusted whether it is trusted with more than a stranger
 * @param noise the largest amount that is added to or taken from each score, in scores' own units; 0 for exact scores
 * @param joined when it accepted the invitation
 * @param revoked when it was shut out
 */
public record Guest(
        PartyId id,
        String name,
        String offer,
        Budget budget,
        boolean trusted,
        int noise,
        Instant joined,
        Optional<Instant> revoked) {

    /** More would make honest scores look like lies. */
    public static final int MOST_NOISE = 10_000;

    public boolean active() {
        return revoked.isEmpty();
    }

    Guest revokedAt(Instant when) {
        return new Guest(id, name, offer, budget, trusted, noise, joined, Optional.of(when));
    }
}
