package dev.cloister.gateway.apps.secret;

import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.egress.secret.SecretValue;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Apps' secrets in PostgreSQL. Values leave it for the proxy alone. */
@ApplicationScoped
public class AppSecrets {

    private static final String ONE = " where tenant = ? and app = ? and name = ?";

    private final Jdbi jdbi;
    private final SecretSeal seal;

    public AppSecrets(Jdbi jdbi, SecretSeal seal) {
        this.jdbi = jdbi;
        this.seal = seal;
    }

    /** That there is a secret, for which host, and who stored it when. */
    public record Stored(String name, String host, String updatedBy, Instant updatedAt) {}

    /** A row as it is kept. */
    public record Sealed(String name, String host, byte[] sealed) {}

    /** What is stored for an app, by name. */
    public List<Stored> list(String tenant, String app) {
        return jdbi.withHandle(handle -> handle.createQuery("select name, host, updated_by, updated_at from app_secret"
                        + " where tenant = ? and app = ? order by name")
                .bind(0, tenant)
                .bind(1, app)
                .map(ConstructorMapper.of(Stored.class))
                .list());
    }

    /** The values of a policy's secrets, by name, where they are stored for the host that the policy names. */
    public Map<String, SecretValue> values(String tenant, String app, EgressPolicy policy) {
        Map<String, SecretValue> values = new HashMap<>();
        for (Sealed row : rows(tenant, app)) {
            for (SecretUse use : policy.secrets()) {
                if (use.name().equals(row.name()) && use.host().equals(row.host())) {
                    values.put(row.name(), new SecretValue(seal.open(row.sealed(), place(tenant, app, use))));
                }
            }
        }
        return values;
    }

    void put(String tenant, String app, SecretUse use, SecretValue value, String by) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into app_secret (tenant, app, name, host, sealed, updated_by) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, app, name) do update set host = excluded.host,"
                        + " sealed = excluded.sealed, updated_by = excluded.updated_by, updated_at = now()",
                tenant,
                app,
                use.name(),
                use.host(),
                seal.seal(value.text(), place(tenant, app, use)),
                by));
    }

    boolean delete(String tenant, String app, String name) {
        return jdbi.withHandle(handle -> handle.execute("delete from app_secret" + ONE, tenant, app, name)) > 0;
    }

    private List<Sealed> rows(String tenant, String app) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select name, host, sealed from app_secret where tenant = ? and app = ?")
                        .bind(0, tenant)
                        .bind(1, app)
                        .map(ConstructorMapper.of(Sealed.class))
                        .list());
    }

    private static String place(String tenant, String app, SecretUse use) {
        return String.join("\n", tenant, app, use.name(), use.host());
    }
}
