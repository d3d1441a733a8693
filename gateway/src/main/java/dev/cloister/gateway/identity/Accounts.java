package dev.cloister.gateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Local accounts in PostgreSQL. */
@ApplicationScoped
public class Accounts {

    private final Jdbi jdbi;

    public Accounts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public boolean none() {
        return jdbi.withHandle(handle -> handle.createQuery("select not exists (select from account)")
                .mapTo(Boolean.class)
                .one());
    }

    public Account add(String tenant, String name, String password, List<Role> roles) {
        Account account = new Account(
                UUID.randomUUID(),
                tenant,
                name,
                roles.stream().map(Role::wireName).toList());
        jdbi.useHandle(handle -> handle.execute(
                "insert into account (id, tenant, name, password_hash, roles) values (?, ?, ?, ?, ?)",
                account.id(),
                tenant,
                name,
                Passwords.hash(password),
                account.roles().toArray(String[]::new)));
        return account;
    }

    public Optional<Account> named(String tenant, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, tenant, name, roles from account where tenant = :tenant and name = :name")
                .bind("tenant", tenant)
                .bind("name", name)
                .map(ConstructorMapper.of(Account.class))
                .findOne());
    }

    public Optional<Account> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select id, tenant, name, roles from account where id = ?")
                .bind(0, id)
                .map(ConstructorMapper.of(Account.class))
                .findOne());
    }

    /** All names of a tenant: each may own marked answers. */
    public List<String> names(String tenant) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from account where tenant = ? order by name")
                .bind(0, tenant)
                .mapTo(String.class)
                .list());
    }

    /** The account, if name and password are right; takes equally long when they are not. */
    public Optional<Account> signIn(String tenant, String name, String password) {
        Optional<String> hash = jdbi.withHandle(
                handle -> handle.createQuery("select password_hash from account where tenant = ? and name = ?")
                        .bind(0, tenant)
                        .bind(1, name)
                        .mapTo(String.class)
                        .findOne());
        boolean right = Passwords.matches(password, hash.orElse(Passwords.UNKNOWN_ACCOUNT));
        return right && hash.isPresent() ? named(tenant, name) : Optional.empty();
    }

    /** Sets a new password, and ends every session and API token of the account. */
    public void changePassword(UUID account, String password) {
        String hash = Passwords.hash(password);
        jdbi.useTransaction(handle -> {
            handle.execute("update account set password_hash = ? where id = ?", hash, account);
            handle.execute("delete from web_session where account = ?", account);
            handle.execute("delete from api_token where account = ?", account);
        });
    }
}
