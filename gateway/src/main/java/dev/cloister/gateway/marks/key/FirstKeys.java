package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.identity.Account;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.ApiTokens;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Makes the first keys while the gateway starts, so that no answer waits for a measurement. Where keys were not kept
 * yet, as before this was a table, the first epoch of whoever could have had answers marked is what marked them.
 */
@ApplicationScoped
public class FirstKeys {

    private static final Logger LOG = Logger.getLogger(FirstKeys.class);
    private static final String TENANT = "default";
    private static final String HUB = "hub";

    private final MarkKeys keys;
    private final MarkPolicies policies;
    private final Accounts accounts;
    private final ApiTokens tokens;
    private final Engine engine;

    public FirstKeys(MarkKeys keys, MarkPolicies policies, Accounts accounts, ApiTokens tokens, Engine engine) {
        this.keys = keys;
        this.policies = policies;
        this.accounts = accounts;
        this.tokens = tokens;
        this.engine = engine;
    }

    void onStart(@Observes StartupEvent event) {
        Thread.ofVirtual().name("first-mark-keys").start(() -> {
            try {
                make();
            } catch (EngineException e) {
                LOG.debug("The model is not there; keys are made with the first answer", e);
            } catch (RuntimeException e) {
                LOG.warn("The first keys of marks could not be made; the next answer tries again", e);
            }
        });
    }

    private void make() {
        if (!engine.capabilities().stages()) {
            return;
        }
        boolean none = keys.all(TENANT).isEmpty();
        make(HUB);
        if (none) {
            accounts.names(TENANT).stream()
                    .filter(name -> accounts.named(TENANT, name)
                            .map(Account::id)
                            .filter(id -> !tokens.of(id).isEmpty())
                            .isPresent())
                    .forEach(this::make);
        }
    }

    private void make(String app) {
        policies.scheme(TENANT, app).ifPresent(scheme -> {
            var unused = keys.marking(TENANT, app, scheme);
        });
    }
}
