package dev.cloister.gateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Bearer tokens for the APIs. */
@ApplicationScoped
public class ApiTokens {

    private final Jdbi jdbi;

    public ApiTokens(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A token as its owner may see it later. */
    public record Listed(UUID id, String name, Instant createdAt, Optional<Instant> lastUsedAt) {}

    /** A fresh token; the only time that its text is known. */
    public record Issued(UUID id, String name, String token) {}

    public Issued issue(UUID account, String name) {
        Issued issued = new Issued(UUID.randomUUID(), name, Tokens.freshApiToken());
        jdbi.useHandle(handle -> handle.execute(
                "insert into api_token (id, account, name, token_hash) values (?, ?, ?, ?)",
                issued.id(),
                account,
                name,
                Tokens.hash(issued.token())));
        return issued;
    }

    public List<Listed> of(UUID account) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, name, created_at, last_used_at from api_token where account = ? order by created_at")
                .bind(0, account)
                .map(ConstructorMapper.of(Listed.class))
                .list());
    }

    public boolean revoke(UUID account, UUID id) {
        return jdbi.withHandle(
                        handle -> handle.execute("delete from api_token where id = ? and account = ?", id, account))
                > 0;
    }

    public Optional<Account> account(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "with used as (update api_token set last_used_at = now() where token_hash = ? returning account)"
                                + " select a.id, a.tenant, a.name, a.roles from account a join used on used.account = a.id")
                .bind(0, Tokens.hash(token))
                .map(ConstructorMapper.of(Account.class))
                .findOne());
    }
}
