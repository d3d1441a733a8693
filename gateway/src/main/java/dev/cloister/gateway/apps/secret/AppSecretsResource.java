package dev.cloister.gateway.apps.secret;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressRule;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.egress.secret.SecretValue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets that an app uses. A person who is an administrator stores their values, which nobody can read again. */
@Path("/api/app-secrets/{app}")
@RunOnVirtualThread
public class AppSecretsResource {

    private final AppSecrets secrets;
    private final InstalledApps apps;
    private final AppCells cells;
    private final Identity identity;
    private final Ledger ledger;

    public AppSecretsResource(
            AppSecrets secrets, InstalledApps apps, AppCells cells, Identity identity, Ledger ledger) {
        this.secrets = secrets;
        this.apps = apps;
        this.cells = cells;
        this.identity = identity;
        this.ledger = ledger;
    }

    /**
     * What the version that runs asks for of the network.
     *
     * @param reaches its rules in words
     * @param secrets what it uses
     */
    public record View(List<String> reaches, List<SecretView> secrets) {}

    /**
     * A secret that the app asks for.
     *
     * @param stored whether there is a value for that host
     */
    public record SecretView(
            String name, String host, boolean stored, Optional<String> updatedBy, Optional<Instant> updatedAt) {}

    /** A secret's value; it goes in and never comes out. */
    public record Value(@Nullable String value) {

        @Override
        public String toString() {
            return "a secret";
        }
    }

    @GET
    public View get(@PathParam("app") String app) {
        Caller caller = identity.callerWho(Role.DEVELOPER, "Only developers see what an app asks for.");
        return view(caller, bundle(caller, app));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public View put(@PathParam("app") String app, @PathParam("name") String name, Value body) {
        Caller caller = administrator();
        AppBundle bundle = bundle(caller, app);
        SecretUse use = bundle.manifest().egress().secrets().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("The secret"));
        if (body == null || body.value() == null) {
            throw Refusal.invalid("The value is missing.", "Send {\"value\": ...}.");
        }
        secrets.put(caller.tenant(), app, use, new SecretValue(body.value()), caller.name());
        changed(caller, bundle, name, "secret.stored");
        return view(caller, bundle);
    }

    @DELETE
    @Path("/{name}")
    public void delete(@PathParam("app") String app, @PathParam("name") String name) {
        Caller caller = administrator();
        AppBundle bundle = bundle(caller, app);
        if (!secrets.delete(caller.tenant(), app, name)) {
            throw Refusal.notFound("The secret");
        }
        changed(caller, bundle, name, "secret.deleted");
    }

    /** Running spokes hold what was stored when they started. */
    private void changed(Caller caller, AppBundle bundle, String name, String action) {
        cells.end(bundle.digest());
        ledger.append(
                caller.tenant(),
                caller.name(),
                action,
                Map.of("app", bundle.manifest().name(), "name", name));
    }

    private View view(Caller caller, AppBundle bundle) {
        List<AppSecrets.Stored> stored =
                secrets.list(caller.tenant(), bundle.manifest().name());
        return new View(
                bundle.manifest().egress().rules().stream()
                        .map(EgressRule::line)
                        .toList(),
                bundle.manifest().egress().secrets().stream()
                        .map(use -> view(use, stored))
                        .toList());
    }

    private static SecretView view(SecretUse use, List<AppSecrets.Stored> stored) {
        Optional<AppSecrets.Stored> found = stored.stream()
                .filter(one -> one.name().equals(use.name()) && one.host().equals(use.host()))
                .findFirst();
        return new SecretView(
                use.name(),
                use.host(),
                found.isPresent(),
                found.map(AppSecrets.Stored::updatedBy),
                found.map(AppSecrets.Stored::updatedAt));
    }

    private AppBundle bundle(Caller caller, String app) {
        return apps.named(caller.tenant(), app).orElseThrow(() -> Refusal.notFound("The app"));
    }

    private Caller administrator() {
        return identity.personWho(Role.ADMIN, "Only an administrator stores an app's secrets.");
    }
}
