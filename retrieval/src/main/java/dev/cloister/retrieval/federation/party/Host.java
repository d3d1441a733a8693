package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.federation.offer.Offer;
import java.util.Optional;

/**
 * A party that this node may ask.
 *
 * @param id its key
 * @param name what this node calls it
 * @param address host name or address
 * @param port where it listens
 * @param offer what was agreed on when this node joined
 * @param bytesPerSecond the bandwidth that was measured then, from it to here
 * @param budget what this node may ask of it, where it said so then
 */
public record Host(
        PartyId id,
        String name,
        String address,
        int port,
        Offer offer,
        double bytesPerSecond,
        Optional<Budget> budget) {

    /** What this node may ask of it, as far as is known. */
    public Budget agreedBudget() {
        return budget.orElse(Budget.OF_A_STRANGER);
    }

    /** The same party over a way of another bandwidth. */
    public Host at(double measured) {
        return new Host(id, name, address, port, offer, measured, budget);
    }
}
