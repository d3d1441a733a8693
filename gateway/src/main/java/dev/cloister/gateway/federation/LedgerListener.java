package dev.cloister.gateway.federation;

import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.federation.node.NodeListener;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.PartyId;
import dev.cloister.retrieval.transfer.FetchMode;
import org.jboss.logging.Logger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what parties did at this node into the audit log; what they are refused, a few times a minute. */
final class LedgerListener implements NodeListener {

    private static final Logger LOG = Logger.getLogger(LedgerListener.class);

    private final Ledger ledger;
    private final String tenant;
    private final RefusalLimit limit = new RefusalLimit(System::nanoTime);

    LedgerListener(Ledger ledger, String tenant) {
        this.ledger = ledger;
        this.tenant = tenant;
    }

    @Override
    public void joined(Guest guest) {
        note(guest, "federation.joined", Map.of("party", guest.id().fingerprint(), "snapshot", guest.offer()));
    }

    @Override
    public void asked(Guest guest, String queryId, int left) {
        note(guest, "federation.asked", Map.of("query", queryId, "snapshot", guest.offer(), "left", left));
    }

    @Override
    public void fetched(Guest guest, FetchMode mode, int passages) {
        note(guest, "federation.fetched", Map.of("mode", mode.name(), "passages", passages, "learned", mode.reveals()));
    }

    @Override
    public void keyRefused(Guest guest, RetrievalException why) {
        note(
                guest,
                "federation.key_refused",
                Map.of("party", guest.id().fingerprint(), "code", why.code().name()));
    }

    @Override
    public void notReady(Guest guest, RetrievalException why) {
        LOG.error(guest.name() + " cannot search: " + why.code() + ": " + why.getMessage());
        note(
                guest,
                "federation.not_ready",
                Map.of("snapshot", guest.offer(), "code", why.code().name()));
    }

    @Override
    public void refused(Optional<Guest> guest, PartyId party, RetrievalException why) {
        OptionalInt leftOut = limit.admit(guest.map(Guest::id));
        if (leftOut.isPresent()) {
            ledger.append(
                    tenant,
                    "party " + guest.map(Guest::name).orElseGet(party::brief),
                    "federation.refused",
                    Map.of("party", party.fingerprint(), "code", why.code().name(), "leftOut", leftOut.getAsInt()));
        }
    }

    private void note(Guest guest, String action, Map<String, ?> detail) {
        ledger.append(tenant, "party " + guest.name(), action, detail);
    }
}
