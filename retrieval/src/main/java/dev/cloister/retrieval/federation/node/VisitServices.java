package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.federation.computing.Computing;
import dev.cloister.retrieval.federation.party.BudgetBook;
import dev.cloister.retrieval.federation.party.PartyStore;
import java.time.InstantSource;

/**
 * What visits share.
 *
 * @param computing where queries are answered, keys audited and transfers computed
 * @param inbound whose queries are read
 * @param outbound what waits to be sent
 */
record VisitServices(
        PartyStore parties,
        BudgetBook budgets,
        OfferedSnapshots snapshots,
        Computing computing,
        Inbound inbound,
        Outbound outbound,
        InstantSource clock,
        NodeListener listener) {}
