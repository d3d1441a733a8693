package dev.cloister.gateway.apps.egress;

import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressLog;
import dev.cloister.sandbox.spoke.SpokeKey;
import org.jboss.logging.Logger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
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

    /** A path is the app's to choose, and may hold what it has read: the log cannot forget, so it keeps a hash. */
    private static String sha256(String path) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void note(EgressEvent event) {
        Map<String, Object> detail = new HashMap<>(Map.of(
                "app", app,
                "account", key.user(),
                "host", event.host(),
                "port", event.port(),
                "method", event.method(),
                "pathSha256", sha256(event.path()),
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
