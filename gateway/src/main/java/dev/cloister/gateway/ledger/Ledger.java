package dev.cloister.gateway.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.hash.Sha256;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Appends to the audit log. One writer at a time, held by a lock in the database. */
public final class Ledger {

    static final String SELECT =
            "select seq, at, tenant, actor, action, detail, previous_hash, hash, signature from ledger_entry ";

    private static final int LOCK = 0x1ed6e5;

    private final Jdbi jdbi;
    private final SigningKeys keys;
    private final Checkpoints checkpoints;
    private final ObjectMapper json;
    private final Clock clock;

    public Ledger(Jdbi jdbi, SigningKeys keys, Checkpoints checkpoints, ObjectMapper json, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Appends one entry and, where one is due, exports a checkpoint.
     *
     * @param detail what happened to what: names, ids, sizes; never contents
     */
    public LedgerEntry append(String tenant, String actor, String action, Map<String, ?> detail) {
        String text = canonical(detail);
        LedgerEntry entry = jdbi.inTransaction(handle -> append(handle, tenant, actor, action, text));
        checkpoints.exportIfDue(entry);
        return entry;
    }

    /** The newest entry, if there is one. */
    public Optional<LedgerEntry> newest() {
        return jdbi.withHandle(Ledger::newest);
    }

    private LedgerEntry append(Handle handle, String tenant, String actor, String action, String detail) {
        handle.execute("select pg_advisory_xact_lock(?)", LOCK);
        Optional<LedgerEntry> last = newest(handle);
        long seq = last.map(LedgerEntry::seq).orElse(0L) + 1;
        byte[] previous = last.map(LedgerEntry::hash).orElseGet(() -> new byte[32]);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] hash = Sha256.of(LedgerEntry.body(seq, at, tenant, actor, action, detail, previous));
        byte[] signature = keys.signEd25519(hash);
        handle.execute(
                "insert into ledger_entry (seq, at, tenant, actor, action, detail, previous_hash, hash, signature)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                seq,
                at,
                tenant,
                actor,
                action,
                detail,
                previous,
                hash,
                signature);
        return new LedgerEntry(seq, at, tenant, actor, action, detail, previous, hash, signature);
    }

    private static Optional<LedgerEntry> newest(Handle handle) {
        return handle.createQuery(SELECT + "order by seq desc limit 1")
                .map(ConstructorMapper.of(LedgerEntry.class))
                .findOne();
    }

    private String canonical(Map<String, ?> detail) {
        try {
            return json.writeValueAsString(new TreeMap<>(detail));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The detail is no JSON object", e);
        }
    }
}
