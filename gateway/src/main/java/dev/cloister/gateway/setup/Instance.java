package dev.cloister.gateway.setup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.version.AppVersions;
import dev.cloister.gateway.apps.version.Registration;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.ledger.Checkpoints;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.ledger.SigningKeys;
import dev.cloister.sandbox.app.BundleStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What exists once per instance. */
@ApplicationScoped
public class Instance {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Home home(@ConfigProperty(name = "cloister.home") Path root) {
        return new Home(root);
    }

    @Produces
    @Singleton
    SigningKeys signingKeys(Home home) {
        return SigningKeys.in(home.keys());
    }

    @Produces
    @Singleton
    Checkpoints checkpoints(Home home, SigningKeys keys, ObjectMapper json) {
        return new Checkpoints(home.ledger(), keys, json);
    }

    @Produces
    @Singleton
    Ledger ledger(Jdbi jdbi, SigningKeys keys, Checkpoints checkpoints, ObjectMapper json, Clock clock) {
        return new Ledger(jdbi, keys, checkpoints, json, clock);
    }

    @Produces
    @Singleton
    BundleStore bundles(Home home) {
        BundleStore bundles = new BundleStore(home.spokes().resolve("bundles"));
        bundles.sweep(Duration.ofHours(1));
        return bundles;
    }

    @Produces
    @Singleton
    Registration registration(AppVersions versions, BundleStore bundles, AppCells cells, Ledger ledger, Clock clock) {
        return new Registration(versions, bundles, cells, ledger, clock);
    }
}
