package dev.cloister.gateway.apps.policy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.PolicyAction;
import dev.cloister.sandbox.policy.PolicyRule;
import dev.cloister.sandbox.policy.PolicyVerdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rules for one app. Developers read them and try calls; a person who is an administrator writes them. */
@Path("/api/app-policies/{app}")
@RunOnVirtualThread
public class AppPoliciesResource {

    private final AppPolicies policies;
    private final InstalledApps apps;
    private final Identity identity;
    private final Ledger ledger;

    public AppPoliciesResource(AppPolicies policies, InstalledApps apps, Identity identity, Ledger ledger) {
        this.policies = policies;
        this.apps = apps;
        this.identity = identity;
        this.ledger = ledger;
    }

    /**
     * The policy in force.
     *
     * @param policy the file
     * @param remarks what its reader should know
     * @param proposals what denials proposed
     */
    public record View(
            @JsonRawValue String policy,
            List<String> remarks,
            Optional<String> updatedBy,
            Optional<Instant> updatedAt,
            List<ProposalView> proposals) {}

    /** A rule that a denial proposed, and how many calls it would have let the user decide on. */
    public record ProposalView(UUID id, @JsonRawValue String rule, int calls, Instant lastAt) {}

    /** A call that is not made. */
    public record Call(@Nullable String tool, @Nullable JsonNode arguments) {}

    /**
     * What would happen to it.
     *
     * @param action forbid, ask, allow, or grants: what the user granted decides
     * @param rule the rule that decides
     * @param proposal the rule that would let the user decide
     */
    public record Outcome(
            String action,
            String message,
            @JsonRawValue @Nullable String rule,
            @JsonRawValue @Nullable String proposal) {}

    @GET
    public View get(@PathParam("app") String app) {
        Caller caller = reader();
        AppManifest manifest = manifest(caller, app);
        Optional<AppPolicies.Kept> kept = policies.kept(caller.tenant(), app);
        AppPolicy policy =
                kept.map(AppPolicies.Kept::policy).map(AppPolicy::read).orElse(AppPolicy.NONE);
        return new View(
                policy.text(),
                policy.remarks(manifest),
                kept.map(AppPolicies.Kept::updatedBy),
                kept.map(AppPolicies.Kept::updatedAt),
                proposals(caller, app).stream()
                        .map(one -> new ProposalView(one.id(), one.rule(), one.calls(), one.lastAt()))
                        .toList());
    }

    /** Puts another policy in force; the body is the policy file. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public View put(@PathParam("app") String app, String body) {
        Caller caller = writer();
        manifest(caller, app);
        // As it will be kept, which may be longer than it came.
        write(caller, app, AppPolicy.read(AppPolicy.read(body).text()));
        return get(app);
    }

    /** Says what would happen to a call, without making it. */
    @POST
    @Path("/try")
    public Outcome tryOut(@PathParam("app") String app, Call call) {
        Caller caller = reader();
        if (call == null
                || call.tool() == null
                || call.arguments() == null
                || !call.arguments().isObject()) {
            throw Refusal.invalid("The call is not complete.", "Send {\"tool\": ..., \"arguments\": {...}}.");
        }
        AppManifest manifest = manifest(caller, app);
        PolicyVerdict verdict = policies.of(caller.tenant(), app)
                .judge(
                        manifest.requireTool(call.tool()),
                        Json.parseObject(call.arguments().toString()));
        return new Outcome(
                verdict.action().map(PolicyAction::word).orElse("grants"),
                verdict.message(),
                verdict.rule().map(PolicyRule::json).map(Json::text).orElse(null),
                verdict.proposal().map(PolicyRule::json).map(Json::text).orElse(null));
    }

    /** Adds a proposed rule to the policy. */
    @POST
    @Path("/proposals/{id}/accept")
    public View accept(@PathParam("app") String app, @PathParam("id") UUID id) {
        Caller caller = writer();
        AppPolicies.Proposal proposal = policies.proposals(caller.tenant(), app).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("The proposal"));
        String single = "{\"rules\": [" + proposal.rule() + "]}";
        AppPolicy wider = policies.of(caller.tenant(), app)
                .with(AppPolicy.read(single).rules().getFirst());
        write(caller, app, AppPolicy.read(wider.text()));
        policies.dismiss(caller.tenant(), app, id);
        return get(app);
    }

    @DELETE
    @Path("/proposals/{id}")
    public void dismiss(@PathParam("app") String app, @PathParam("id") UUID id) {
        if (!policies.dismiss(writer().tenant(), app, id)) {
            throw Refusal.notFound("The proposal");
        }
    }

    private void write(Caller caller, String app, AppPolicy policy) {
        policies.put(caller.tenant(), app, policy, caller.name());
        ledger.append(
                caller.tenant(),
                caller.name(),
                "policy.changed",
                Map.of(
                        "app",
                        app,
                        "rules",
                        policy.rules().size(),
                        "mode",
                        policy.mode().name()));
    }

    /** Proposals hold users' words: they are for a person who writes rules, not for programs and developers. */
    private List<AppPolicies.Proposal> proposals(Caller caller, String app) {
        return caller.is(Role.ADMIN) && identity.isPerson() ? policies.proposals(caller.tenant(), app) : List.of();
    }

    private AppManifest manifest(Caller caller, String app) {
        return apps.named(caller.tenant(), app)
                .orElseThrow(() -> Refusal.notFound("The app"))
                .manifest();
    }

    private Caller reader() {
        return identity.callerWho(Role.DEVELOPER, "Only developers see an app's rules.");
    }

    private Caller writer() {
        return identity.personWho(Role.ADMIN, "Only an administrator changes an app's rules.");
    }
}
