package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.federation.party.Host;
import java.time.Duration;

/** Opens a conversation with a party. */
@FunctionalInterface
interface PartyClientFactory {
    PartyClient to(Host host, Duration deadline);
}
