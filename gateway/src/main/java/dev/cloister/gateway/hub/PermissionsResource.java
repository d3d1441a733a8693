package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.apps.Grant;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.apps.StoredGrants;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.egress.EgressRule;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jspecify.annotations.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Questions that wait for the signed-in account, and what it has granted. */
@Path("/api/permissions")
@RunOnVirtualThread
public class PermissionsResource {

    private static final Set<String> DECISIONS = Set.of("once", "chat", "always", "deny");

    private final PermissionDesk desk;
    private final StoredGrants grants;
    private final InstalledApps apps;
    private final Identity identity;
    private final Ledger ledger;

    public PermissionsResource(
            PermissionDesk desk, StoredGrants grants, InstalledApps apps, Identity identity, Ledger ledger) {
        this.desk = desk;
        this.grants = grants;
        this.apps = apps;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** Questions that wait. */
    public record Waiting(List<PermissionRequest> requests) {}

    /** An answer: once, chat, always or deny, with the arguments where they were changed. */
    public record Answer(
            @Nullable String decision, @Nullable JsonNode arguments) {}

    /** Standing grants. */
    public record Granted(List<GrantView> grants) {}

    /**
     * A grant as the page shows it.
     *
     * @param kind execution of the tool for the user's own words, data that another app wrote, or collaboration: another
     *     app asks for it
     * @param reads what of the user's data goes with it
     * @param reaches egress that goes with it: the hosts that the app may send to while the tool runs, a line each
     */
    public record GrantView(
            UUID id,
            String kind,
            List<String> reads,
            List<String> reaches,
            String app,
            String appTitle,
            String tool,
            String toolTitle,
            Optional<String> fromTitle,
            boolean onRequest,
            String scope,
            Optional<String> conversationTitle,
            Instant createdAt) {}

    @GET
    @Path("/requests")
    public Waiting waiting() {
        return new Waiting(desk.waiting(identity.caller()));
    }

    @POST
    @Path("/requests/{id}")
    public void answer(@PathParam("id") UUID id, Answer answer) {
        if (answer == null || answer.decision() == null || !DECISIONS.contains(answer.decision())) {
            throw Refusal.invalid("The decision is not known.", "Send once, chat, always or deny.");
        }
        if (answer.arguments() != null && !answer.arguments().isObject()) {
            throw Refusal.invalid("The arguments are no JSON object.", "Send them as the request shows them.");
        }
        desk.answer(
                identity.person(),
                id,
                new PermissionDesk.Answer(answer.decision(), Optional.ofNullable(answer.arguments())));
    }

    @GET
    public Granted granted() {
        Caller caller = identity.caller();
        return new Granted(
                grants.list(caller).stream().map(grant -> view(caller, grant)).toList());
    }

    @DELETE
    @Path("/{id}")
    public void revoke(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        if (!grants.revoke(caller, id)) {
            throw Refusal.notFound("The grant");
        }
        ledger.append(caller.tenant(), caller.name(), "grant.revoked", Map.of("id", id));
    }

    private GrantView view(Caller caller, Grant grant) {
        Optional<AppManifest> manifest =
                apps.named(caller.tenant(), grant.app()).map(AppBundle::manifest);
        return new GrantView(
                grant.id(),
                grant.onRequest() ? "collaboration" : grant.fromApp().isEmpty() ? "execution" : "data",
                manifest.stream()
                        .flatMap(app -> app.tools().stream())
                        .filter(tool -> tool.name().equals(grant.tool()))
                        .flatMap(tool -> tool.reads().stream())
                        .toList(),
                manifest.stream()
                        .flatMap(app -> app.egress().rules().stream())
                        .map(EgressRule::line)
                        .toList(),
                grant.app(),
                title(caller, grant.app()),
                grant.tool(),
                ToolTitle.of(grant.tool()),
                Optional.of(grant.fromApp()).filter(from -> !from.isEmpty()).map(from -> title(caller, from)),
                grant.onRequest(),
                grant.scope(),
                grant.conversationTitle(),
                grant.createdAt());
    }

    private String title(Caller caller, String app) {
        return apps.named(caller.tenant(), app)
                .map(bundle -> bundle.manifest().displayName())
                .orElse(app);
    }
}
