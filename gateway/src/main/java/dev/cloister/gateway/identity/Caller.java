package dev.cloister.gateway.identity;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The account that a request acts for. */
public record Caller(String tenant, UUID account, String name, Set<Role> roles) {

    /** Whoever owns the account. */
    public static Caller of(Account account) {
        return new Caller(
                account.tenant(),
                account.id(),
                account.name(),
                account.roles().stream().map(Role::of).collect(Collectors.toUnmodifiableSet()));
    }

    public boolean is(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }
}
