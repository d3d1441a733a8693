package dev.cloister.gateway.engine;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that a person can chat: the model answers. */
@Readiness
@ApplicationScoped
public class EngineReadiness implements HealthCheck {

    private final DeferredEngine engine;

    public EngineReadiness(DeferredEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("engine").status(engine.ready());
        engine.failure().ifPresent(why -> response.withData("reason", why));
        return response.build();
    }
}
