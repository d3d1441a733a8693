package dev.cloister.retrieval.federation.search;

import java.util.List;

/**
 * What came back.
 *
 * @param hits the best passages of all parties that answered, best first
 * @param checked whether the text of each passage on the way to the list was compared with its score; where not, those of which
 *     nothing is known stand behind the others
 * @param parties how each took part, in the order in which they are known
 */
public record FederatedAnswer(List<FederatedHit> hits, boolean checked, List<PartyOutcome> parties) {

    public FederatedAnswer {
        hits = List.copyOf(hits);
        parties = List.copyOf(parties);
    }
}
