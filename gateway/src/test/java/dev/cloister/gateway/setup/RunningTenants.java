package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Role;
import java.nio.file.Path;
import java.util.List;

/** Other tenants of an instance that runs, which no command makes yet. */
public final class RunningTenants {

    private RunningTenants() {}

    /** Makes a tenant with one account. */
    public static void add(Path home, String tenant, String account) {
        Offline.withDatabase(new Home(home), jdbi -> {
            jdbi.useHandle(handle -> handle.execute("insert into tenant (id) values (?)", tenant));
            return new Accounts(jdbi).add(tenant, account, "a password of theirs", List.of(Role.USER));
        });
    }
}
