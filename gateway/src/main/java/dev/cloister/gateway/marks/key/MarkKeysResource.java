package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.watermark.scheme.AppScheme;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys and their certificates, for compliance; how answers are marked, for developers too. */
@Path("/api/marks")
@RunOnVirtualThread
public class MarkKeysResource {

    private static final String NONE = "none";

    private final MarkKeys keys;
    private final MarkPolicies policies;
    private final Accounts accounts;
    private final Identity identity;
    private final Ledger ledger;

    public MarkKeysResource(MarkKeys keys, MarkPolicies policies, Accounts accounts, Identity identity, Ledger ledger) {
        this.keys = keys;
        this.policies = policies;
        this.accounts = accounts;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** A key without its secret; {@code state} is active, retired or refused. */
    public record Key(
            String app,
            String scheme,
            long epoch,
            String keyId,
            String state,
            boolean certified,
            String createdBy,
            Instant createdAt,
            String tokenizer) {

        static Key of(StoredKey key) {
            return new Key(
                    key.app(),
                    key.scheme(),
                    key.epoch(),
                    key.keyId(),
                    key.state().name().toLowerCase(Locale.ROOT),
                    key.certificate().isPresent(),
                    key.createdBy(),
                    key.createdAt(),
                    key.tokenizer());
        }
    }

    /** All keys of the tenant. */
    public record Keys(List<Key> keys) {}

    /** An app by name. */
    public record Rotation(@Nullable String app, @Nullable String scheme) {}

    /**
     * How an app's answers are marked.
     *
     * @param scheme the scheme's name; absent where answers are not marked
     * @param chosenBy who decided; absent where it is the default
     */
    public record Policy(String app, Optional<String> scheme, Optional<String> chosenBy) {}

    /** Apps whose marks the caller may decide on, and the schemes there are. */
    public record Policies(List<Policy> policies, List<String> schemes, String standard) {}

    /** A decision: a scheme's name, or {@code none}. */
    public record Decision(@Nullable String scheme) {}

    @GET
    @Path("/keys")
    public Keys keys() {
        return new Keys(keys.all(compliance().tenant()).stream().map(Key::of).toList());
    }

    /** The signed certificate of a key. */
    @GET
    @Path("/keys/{id}/certificate")
    public Response certificate(@PathParam("id") String id) {
        String certificate = keys.all(compliance().tenant()).stream()
                .filter(key -> key.keyId().equals(id))
                .findFirst()
                .flatMap(StoredKey::certificate)
                .orElseThrow(() -> Refusal.notFound("The certificate"));
        return Response.ok(certificate, MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"mark-key-" + id + ".json\"")
                .build();
    }

    /** Retires the key that marks an app's answers, and makes the next. */
    @POST
    @Path("/keys/rotate")
    public Key rotate(Rotation asked) {
        Caller caller = compliance();
        String app = known(caller, asked == null ? null : asked.app());
        KeyScheme scheme = Optional.ofNullable(asked.scheme())
                .flatMap(KeyScheme::named)
                .orElseThrow(MarkKeysResource::unknownScheme);
        return Key.of(keys.rotate(caller.tenant(), app, scheme, caller.name()));
    }

    @GET
    @Path("/policies")
    public Policies policies() {
        Caller caller = identity.caller();
        return new Policies(
                apps(caller).map(app -> policy(caller, app)).toList(),
                Arrays.stream(AppScheme.values()).map(AppScheme::code).toList(),
                AppScheme.DEFAULT.code());
    }

    @PUT
    @Path("/policies/{app}")
    public Policy decide(@PathParam("app") String app, Decision decision) {
        Caller caller = identity.caller();
        if (decision == null || apps(caller).noneMatch(app::equals)) {
            throw new Refusal(
                    403,
                    "FORBIDDEN",
                    "You may not decide how these answers are marked.",
                    "Nothing was changed. Developers decide for their own answers, compliance for all.");
        }
        boolean off = NONE.equals(decision.scheme());
        if (off && !caller.is(Role.COMPLIANCE)) {
            throw new Refusal(
                    403,
                    "FORBIDDEN",
                    "Only compliance can switch marks off.",
                    "Nothing was changed. The law may ask for them.");
        }
        Optional<AppScheme> scheme = off ? Optional.empty() : Optional.of(scheme(decision.scheme()));
        policies.put(caller.tenant(), app, scheme, caller.name());
        ledger.append(
                caller.tenant(),
                caller.name(),
                "mark.policy",
                Map.of("app", app, "scheme", scheme.map(AppScheme::code).orElse(NONE)));
        return policy(caller, app);
    }

    private Policy policy(Caller caller, String app) {
        return new Policy(
                app,
                policies.scheme(caller.tenant(), app).map(AppScheme::code),
                policies.of(caller.tenant(), app).map(MarkPolicies.Policy::updatedBy));
    }

    private Stream<String> apps(Caller caller) {
        if (caller.is(Role.COMPLIANCE)) {
            return Stream.concat(Stream.of(Marks.HUB), accounts.names(caller.tenant()).stream());
        }
        return caller.is(Role.DEVELOPER) ? Stream.of(caller.name()) : Stream.empty();
    }

    private String known(Caller caller, @Nullable String app) {
        return apps(caller).filter(name -> name.equals(app)).findFirst().orElseThrow(() -> Refusal.notFound("The app"));
    }

    private static AppScheme scheme(@Nullable String name) {
        return Optional.ofNullable(name).flatMap(AppScheme::named).orElseThrow(MarkKeysResource::unknownScheme);
    }

    private static Refusal unknownScheme() {
        return Refusal.invalid(
                "There is no such scheme.",
                "Nothing was changed. There are "
                        + Arrays.stream(AppScheme.values()).map(AppScheme::code).toList() + ".");
    }

    private Caller compliance() {
        return identity.callerWho(Role.COMPLIANCE, "Keys of marks are for compliance.");
    }
}
