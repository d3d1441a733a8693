package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.federation.offer.Offer;

/**
 * A party that this node may ask.
 *
 * @param id its key
 * @param name what this node calls it
 * @param address host name or address
 * @param port where it listens
 * @param offer what was agreed on when this node joined
 * @param bytesPerSecond the bandwidth that was measured then, from it to here
 */
public record Host(PartyId id, String name, String address, int port, Offer offer, double bytesPerSecond) {}
