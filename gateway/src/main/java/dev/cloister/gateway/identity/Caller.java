package dev.cloister.gateway.identity;

import java.util.Set;
import java.util.UUID;

/** The account that a request acts for. */
public record Caller(String tenant, UUID account, String name, Set<Role> roles) {

    public boolean is(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }
}
