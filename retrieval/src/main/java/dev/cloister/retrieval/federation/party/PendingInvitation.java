package dev.cloister.retrieval.federation.party;

import java.time.Instant;
import java.util.Optional;

/**
 * An invitation that nobody has accepted yet.
 *
 * @param tokenHash SHA-256 of its token, in hexadecimal
 * @param name what the invited party will be called
 * @param offer the snapshot
 * @param budget how often the party may ask
 * @param trusted whether it is trusted with more than a stranger
 * @param noise see {@link Guest#noise}
 * @param until when it ends
 */
public record PendingInvitation(
        String tokenHash, String name, String offer, Budget budget, boolean trusted, int noise, Instant until) {

    Guest acceptedBy(PartyId id, Instant now) {
        return new Guest(id, name, offer, budget, trusted, noise, now, Optional.empty());
    }
}
