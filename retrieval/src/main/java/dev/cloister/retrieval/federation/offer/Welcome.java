package dev.cloister.retrieval.federation.offer;

/**
 * What an owner tells a party that accepted its invitation.
 *
 * @param queries that the party may ask in a period
 * @param periodSeconds its length
 */
public record Welcome(Offer offer, int queries, long periodSeconds) {}
