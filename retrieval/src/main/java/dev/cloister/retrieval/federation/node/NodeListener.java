package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.PartyId;
import dev.cloister.retrieval.transfer.FetchMode;
import java.util.Optional;

/** Is told of all that a node does for others: what an audit log is for. */
public interface NodeListener {

    /** Hears nothing. */
    NodeListener NONE = new NodeListener() {};

    /** A party accepted its invitation. */
    default void joined(Guest guest) {}

    /** A query was counted; so many are left. */
    default void asked(Guest guest, String queryId, int left) {}

    /** Keys of passages were handed over. */
    default void fetched(Guest guest, FetchMode mode, int passages) {}

    /** A guest's keys were not in order when they were audited, or it did not show them; its query was counted. */
    default void keyRefused(Guest guest, RetrievalException why) {}

    /** A guest's snapshot could not be made ready, so that its queries will not be answered. */
    default void notReady(Guest guest, RetrievalException why) {}

    /** Something was not done for a guest, or for a stranger with that key. */
    default void refused(Optional<Guest> guest, PartyId party, RetrievalException why) {}
}
