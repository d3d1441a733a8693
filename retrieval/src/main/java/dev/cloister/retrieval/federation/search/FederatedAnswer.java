package dev.cloister.retrieval.federation.search;

import java.util.List;

/**
 * What came back.
 *
 * @param hits the best passages of all parties that answered, best first
 * @param parties how each took part, in the order in which they are known
 */
public record FederatedAnswer(List<FederatedHit> hits, List<PartyOutcome> parties) {

    public FederatedAnswer {
        hits = List.copyOf(hits);
        parties = List.copyOf(parties);
    }
}
