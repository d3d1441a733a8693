package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.ledger.Checkpoints;
import dev.cloister.gateway.ledger.Ledger;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Makes the first account, and notes each start and stop in the audit log. */
@ApplicationScoped
public class FirstStart {

    private final Accounts accounts;
    private final Ledger ledger;
    private final Checkpoints checkpoints;
    private final ScheduledExecutorService exports = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-checkpoints").factory());

    public FirstStart(Accounts accounts, Ledger ledger, Checkpoints checkpoints) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.checkpoints = checkpoints;
    }

    void onStart(@Observes StartupEvent event) {
        checkpoints.export(ledger.append(Tenant.OWN, "system", "gateway.started", Map.of()));
        exportEveryMinute();
    }

    /** Bounds how much of the newest log could be cut off unnoticed to a minute. */
    private void exportEveryMinute() {
        var unused = exports.scheduleWithFixedDelay(
                () -> ledger.newest().ifPresent(checkpoints::export), 1, 1, TimeUnit.MINUTES);
    }

    void onStop(@Observes ShutdownEvent event) {
        exports.shutdownNow();
        checkpoints.export(ledger.append(Tenant.OWN, "system", "gateway.stopped", Map.of()));
    }

    /**
     * Makes the admin where there is no account yet. Called last, so that a start that fails cannot take the password
     * along.
     *
     * @return the admin's password, if this call made it
     */
    public Optional<String> admin() {
        if (!accounts.none()) {
            return Optional.empty();
        }
        String password = Secrets.password();
        accounts.add(Tenant.OWN, "admin", password, List.of(Role.ADMIN, Role.USER));
        return Optional.of(password);
    }
}
