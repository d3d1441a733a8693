package dev.cloister.retrieval.federation.party;

import java.util.List;
import java.util.Optional;

/**
 * All parties that a node knows. Immutable.
 *
 * @param guests that may ask it, or might once
 * @param hosts that it may ask
 * @param invitations that nobody has accepted yet
 */
public record Parties(List<Guest> guests, List<Host> hosts, List<PendingInvitation> invitations) {

    public static final Parties NONE = new Parties(List.of(), List.of(), List.of());

    public Parties {
        guests = List.copyOf(guests);
        hosts = List.copyOf(hosts);
        invitations = List.copyOf(invitations);
    }

    /** The guest of that key. */
    public Optional<Guest> guest(PartyId id) {
        return guests.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
