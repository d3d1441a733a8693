package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.federation.party.BudgetBook;
import dev.cloister.retrieval.federation.party.PartyStore;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * What visits share.
 *
 * @param scans how many queries are answered, or transfers computed, at a time
 * @param inbound how many queries are read at a time
 */
record VisitServices(
        PartyStore parties,
        BudgetBook budgets,
        OfferedSnapshots snapshots,
        Semaphore scans,
        Semaphore inbound,
        InstantSource clock,
        NodeListener listener) {}
