package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.inference.EngineException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Makes the hub's key while the gateway starts, so that no answer waits for its measurement. */
@ApplicationScoped
public class FirstKeys {

    private static final Logger LOG = Logger.getLogger(FirstKeys.class);

    private final MarkKeys keys;
    private final MarkPolicies policies;
    private final KeyedSchemes schemes;

    public FirstKeys(MarkKeys keys, MarkPolicies policies, KeyedSchemes schemes) {
        this.keys = keys;
        this.policies = policies;
        this.schemes = schemes;
    }

    void onStart(@Observes StartupEvent event) {
        Thread.ofVirtual().name("first-mark-keys").start(() -> {
            try {
                make();
            } catch (EngineException e) {
                LOG.debug("The model is not there; keys are made with the first answer", e);
            } catch (RuntimeException e) {
                LOG.warn("The first key of marks could not be made; the next answer tries again", e);
            }
        });
    }

    private void make() {
        policies.scheme(Tenant.OWN, Marks.HUB).flatMap(schemes::marking).ifPresent(scheme -> {
            var unused = keys.marking(Tenant.OWN, Marks.HUB, scheme);
        });
    }
}
