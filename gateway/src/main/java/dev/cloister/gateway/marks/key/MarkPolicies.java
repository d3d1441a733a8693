package dev.cloister.gateway.marks.key;

import dev.cloister.watermark.scheme.AppScheme;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How each app's answers are marked: by the default scheme unless somebody decided otherwise. */
@ApplicationScoped
public class MarkPolicies {

    private final Jdbi jdbi;
    private final Clock clock;

    public MarkPolicies(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * A decision.
     *
     * @param scheme the scheme's name; empty where answers are not marked
     */
    public record Policy(String app, Optional<String> scheme, String updatedBy, Instant updatedAt) {}

    /** The scheme that marks an app's answers; empty where somebody switched it off. */
    public Optional<AppScheme> scheme(String tenant, String app) {
        return of(tenant, app)
                .map(Policy::scheme)
                .orElse(Optional.of(AppScheme.DEFAULT.code()))
                .map(MarkPolicies::known);
    }

    /** A scheme that this version does not know must not leave answers unmarked. */
    private static AppScheme known(String code) {
        return AppScheme.named(code)
                .orElseThrow(() -> new IllegalStateException("A marking policy names the unknown scheme " + code));
    }

    /** The decision about an app, where there is one. */
    public Optional<Policy> of(String tenant, String app) {
        return all(tenant).stream().filter(policy -> policy.app().equals(app)).findFirst();
    }

    /** All decisions. */
    public List<Policy> all(String tenant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select app, scheme, updated_by, updated_at from mark_policy where tenant = ? order by app")
                .bind(0, tenant)
                .map(ConstructorMapper.of(Policy.class))
                .list());
    }

    /** @param scheme empty switches marks off */
    public void put(String tenant, String app, Optional<AppScheme> scheme, String by) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into mark_policy (tenant, app, scheme, updated_by, updated_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant, app) do update set scheme = excluded.scheme,"
                        + " updated_by = excluded.updated_by, updated_at = excluded.updated_at",
                tenant,
                app,
                scheme.map(AppScheme::code).orElse(null),
                by,
                clock.instant()));
    }
}
