package dev.cloister.gateway.apps.egress;

import dev.cloister.gateway.hash.Sha256;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressLog;
import dev.cloister.sandbox.spoke.SpokeKey;
import org.jboss.logging.Logger;
import java.util.HashMap;
import java.util.Map;

/** Writes one spoke's attempts into the audit log. How many there can be is bounded by the proxy. */
final class EgressJournal implements EgressLog {

    private static final Logger LOG = Logger.getLogger(EgressJournal.class);

    private final Ledger ledger;
    private final SpokeKey key;
    private final String app;

    EgressJournal(Ledger ledger, SpokeKey key, String app) {
        this.ledger = ledger;
        this.key = key;
        this.app = app;
    }

    @Override
    public void note(EgressEvent event) {
        // A path is the app's to choose, and may hold what it has read: the log cannot forget, so it keeps a hash.
        Map<String, Object> detail = new HashMap<>(Map.of(
                "app", app,
                "account", key.user(),
                "host", event.host(),
                "port", event.port(),
                "method", event.method(),
                "pathSha256", Sha256.hex(event.path()),
                "status", event.status(),
                "sent", event.sent(),
                "received", event.received(),
                "verdict", event.verdict().name()));
        try {
            ledger.append(key.tenant(), "app:" + app, "egress.request", detail);
        } catch (RuntimeException e) {
            // The app's connection has ended already: what is left is to say so where operators look.
            LOG.errorf(e, "The audit log misses an attempt of the app %s: %s", app, event);
        }
    }
}
