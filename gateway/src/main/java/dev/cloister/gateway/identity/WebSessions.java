package dev.cloister.gateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Sessions of the page, each known by a cookie. */
@ApplicationScoped
public class WebSessions {

    /** How long a session lasts. */
    static final Duration LIFETIME = Duration.ofDays(14);

    private final Jdbi jdbi;

    public WebSessions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Starts a session; the result is the cookie's value and is kept nowhere. */
    public String start(UUID account) {
        String token = Tokens.fresh();
        jdbi.useTransaction(handle -> {
            handle.execute("delete from web_session where expires_at < now()");
            handle.execute(
                    "insert into web_session (token_hash, account, expires_at) values (?, ?, now() + ? * interval '1 s')",
                    Tokens.hash(token),
                    account,
                    LIFETIME.toSeconds());
        });
        return token;
    }

    public Optional<Account> account(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select a.id, a.tenant, a.name, a.roles from web_session s join account a on a.id = s.account"
                                + " where s.token_hash = ? and s.expires_at > now()")
                .bind(0, Tokens.hash(token))
                .map(ConstructorMapper.of(Account.class))
                .findOne());
    }

    public void end(String token) {
        jdbi.useHandle(handle -> handle.execute("delete from web_session where token_hash = ?", Tokens.hash(token)));
    }
}
