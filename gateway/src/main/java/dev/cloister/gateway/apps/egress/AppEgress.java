package dev.cloister.gateway.apps.egress;

import dev.cloister.gateway.apps.secret.AppSecrets;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.AddressRange;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.egress.EgressLimits;
import dev.cloister.sandbox.egress.EgressNetwork;
import dev.cloister.sandbox.spoke.EgressSource;
import dev.cloister.sandbox.spoke.SpokeKey;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.util.List;
import java.util.Optional;

/** Gives each spoke its way out. */
@Singleton
public class AppEgress implements EgressSource {

    private final AppSecrets secrets;
    private final Ledger ledger;
    private final EgressNetwork network;

    /** @param allowed addresses beside the internet's that apps may reach, such as {@code 192.168.7.0/24} */
    public AppEgress(
            AppSecrets secrets,
            Ledger ledger,
            @ConfigProperty(name = "cloister.egress.allow-private") Optional<List<String>> allowed) {
        this.secrets = secrets;
        this.ledger = ledger;
        this.network = EgressNetwork.ofThisMachine(
                allowed.orElse(List.of()).stream().map(AddressRange::of).toList());
    }

    @Override
    public Optional<EgressAccess> of(SpokeKey key, AppBundle app) {
        if (app.manifest().egress().isEmpty()) {
            return Optional.empty();
        }
        String name = app.manifest().name();
        return Optional.of(new EgressAccess(
                network,
                EgressLimits.usual(),
                secrets.values(key.tenant(), name, app.manifest().egress()),
                new EgressJournal(ledger, key, name)));
    }
}
