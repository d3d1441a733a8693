package dev.cloister.gateway.apps.policy;

import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.PolicyRule;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Policies in PostgreSQL, and the proposals that denials left behind. */
@ApplicationScoped
public class AppPolicies {

    private static final int MOST_PROPOSALS = 200;
    private static final int LONGEST_PROPOSAL = 4_000;

    private final Jdbi jdbi;

    public AppPolicies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A policy as it is kept. */
    public record Kept(String policy, String updatedBy, Instant updatedAt) {}

    /**
     * A rule that a denial proposed.
     *
     * @param rule as it would stand in the policy file
     * @param calls how many calls it would have let the user decide on
     */
    public record Proposal(UUID id, String rule, int calls, Instant lastAt) {}

    /** The policy in force. */
    public AppPolicy of(String tenant, String app) {
        return kept(tenant, app).map(Kept::policy).map(AppPolicy::read).orElse(AppPolicy.NONE);
    }

    /** The policy as it was written, where there is one. */
    public Optional<Kept> kept(String tenant, String app) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select policy, updated_by, updated_at from app_policy where tenant = ? and app = ?")
                .bind(0, tenant)
                .bind(1, app)
                .map(ConstructorMapper.of(Kept.class))
                .findOne());
    }

    void put(String tenant, String app, AppPolicy policy, String by) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into app_policy (tenant, app, policy, updated_by) values (?, ?, ?, ?)"
                        + " on conflict (tenant, app) do update set policy = excluded.policy,"
                        + " updated_by = excluded.updated_by, updated_at = now()",
                tenant,
                app,
                policy.text(),
                by));
    }

    /** Notes what a denial proposes; of more than some hundreds the oldest is dropped. */
    public void propose(String tenant, String app, PolicyRule rule) {
        String text = rule.json().text();
        if (text.length() > LONGEST_PROPOSAL) {
            return;
        }
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "insert into app_policy_proposal (id, tenant, app, rule) values (?, ?, ?, ?)"
                            + " on conflict (tenant, app, md5(rule)) do update"
                            + " set calls = app_policy_proposal.calls + 1, last_at = now()",
                    UUID.randomUUID(),
                    tenant,
                    app,
                    text);
            handle.execute(
                    "delete from app_policy_proposal where tenant = ? and app = ? and id not in (select id from"
                            + " app_policy_proposal where tenant = ? and app = ? order by last_at desc limit ?)",
                    tenant,
                    app,
                    tenant,
                    app,
                    MOST_PROPOSALS);
        });
    }

    /** What denials proposed, the latest first. */
    public List<Proposal> proposals(String tenant, String app) {
        return jdbi.withHandle(handle -> handle.createQuery("select id, rule, calls, last_at from app_policy_proposal"
                        + " where tenant = ? and app = ? order by last_at desc")
                .bind(0, tenant)
                .bind(1, app)
                .map(ConstructorMapper.of(Proposal.class))
                .list());
    }

    boolean dismiss(String tenant, String app, UUID id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "delete from app_policy_proposal where tenant = ? and app = ? and id = ?", tenant, app, id))
                > 0;
    }
}
