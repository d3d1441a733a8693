package dev.cloister.gateway.marks.key;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.List;
import java.util.Locale;

/** Keys' names and states in PostgreSQL. */
@ApplicationScoped
public class KeyStore {

    private static final String SELECT = "select app, scheme, tokenizer, epoch, key_id, state, certificate, created_by,"
            + " created_at from mark_key where tenant = ? ";

    private final Jdbi jdbi;

    public KeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All keys, an app's newest first. */
    public List<StoredKey> all(String tenant) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "order by app, scheme, tokenizer, epoch desc")
                .bind(0, tenant)
                .map(ConstructorMapper.of(StoredKey.class))
                .list());
    }

    /** An app's keys, the newest first. */
    List<StoredKey> of(String tenant, String app, String scheme, String tokenizer) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "and app = ? and scheme = ? and tokenizer = ? order by epoch desc")
                .bind(0, tenant)
                .bind(1, app)
                .bind(2, scheme)
                .bind(3, tokenizer)
                .map(ConstructorMapper.of(StoredKey.class))
                .list());
    }

    /** Stores a key; where it is active, the one before retires in the same step. */
    void add(String tenant, StoredKey key) {
        jdbi.useTransaction(handle -> {
            if (key.state() == StoredKey.State.ACTIVE) {
                retire(handle, tenant, key);
            }
            handle.execute(
                    "insert into mark_key (tenant, app, scheme, tokenizer, epoch, key_id, state, certificate,"
                            + " created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    tenant,
                    key.app(),
                    key.scheme(),
                    key.tokenizer(),
                    key.epoch(),
                    key.keyId(),
                    key.state().name().toLowerCase(Locale.ROOT),
                    key.certificate().orElse(null),
                    key.createdBy(),
                    key.createdAt());
        });
    }

    private static void retire(Handle handle, String tenant, StoredKey key) {
        handle.execute(
                "update mark_key set state = 'retired' where tenant = ? and app = ? and scheme = ? and tokenizer = ?"
                        + " and state = 'active'",
                tenant,
                key.app(),
                key.scheme(),
                key.tokenizer());
    }
}
