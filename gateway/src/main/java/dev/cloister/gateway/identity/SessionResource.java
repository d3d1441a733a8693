package dev.cloister.gateway.identity;

import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/** Signing in and out of the page. */
@Path("/api/session")
@RunOnVirtualThread
public class SessionResource {

    private static final int LONGEST = 256;
    private static final int SHORTEST_PASSWORD = 12;

    private final Accounts accounts;
    private final WebSessions sessions;
    private final SignInThrottle throttle;
    private final Identity identity;
    private final Ledger ledger;

    public SessionResource(
            Accounts accounts, WebSessions sessions, SignInThrottle throttle, Identity identity, Ledger ledger) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.throttle = throttle;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** Name and password. */
    public record SignIn(String name, String password) {
        @Override
        public String toString() {
            return "SignIn[" + name + "]";
        }
    }

    /** Who is signed in. */
    public record SignedIn(String name, List<String> roles) {}

    /** The old and the new password. */
    public record PasswordChange(String current, String next) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    @POST
    @Public
    public Response signIn(SignIn request, @Context UriInfo uri, @Context RoutingContext http) {
        if (request == null || request.name() == null || request.password() == null) {
            throw Refusal.invalid("Name and password are needed.", "Send {\"name\": ..., \"password\": ...}.");
        }
        if (request.name().length() > LONGEST || request.password().length() > LONGEST) {
            throw wrong();
        }
        String tried =
                request.name() + " from " + http.request().remoteAddress().hostAddress();
        throttle.attempt(tried);
        Account account = accounts.signIn(Tenant.OWN, request.name(), request.password())
                .orElseThrow(() -> {
                    ledger.append(Tenant.OWN, "unknown", "session.refused", Map.of());
                    return wrong();
                });
        throttle.succeeded(tried);
        ledger.append(Tenant.OWN, account.name(), "session.started", Map.of());
        return Response.ok(new SignedIn(account.name(), account.roles()))
                .cookie(cookie(uri, sessions.start(account.id()), (int) WebSessions.LIFETIME.toSeconds()))
                .build();
    }

    @GET
    public SignedIn current() {
        Caller caller = identity.caller();
        return new SignedIn(
                caller.name(),
                caller.roles().stream().map(Role::wireName).sorted().toList());
    }

    @DELETE
    public Response signOut(@Context UriInfo uri) {
        identity.sessionToken().ifPresent(sessions::end);
        return Response.noContent().cookie(cookie(uri, "", 0)).build();
    }

    @POST
    @Path("/password")
    public Response changePassword(PasswordChange change, @Context UriInfo uri) {
        Caller caller = identity.caller();
        if (change == null || change.current() == null || change.next() == null) {
            throw Refusal.invalid("Both passwords are needed.", "Send {\"current\": ..., \"next\": ...}.");
        }
        if (change.next().length() < SHORTEST_PASSWORD || change.next().length() > LONGEST) {
            throw new Refusal(
                    400,
                    "PASSWORD_TOO_SHORT",
                    "The new password needs 12 to 256 characters.",
                    "The old one stays valid.");
        }
        throttle.attempt(caller.name());
        if (accounts.signIn(caller.tenant(), caller.name(), change.current()).isEmpty()) {
            throw wrong();
        }
        throttle.succeeded(caller.name());
        accounts.changePassword(caller.account(), change.next());
        ledger.append(caller.tenant(), caller.name(), "password.changed", Map.of());
        String fresh = sessions.start(caller.account());
        return Response.noContent()
                .cookie(cookie(uri, fresh, (int) WebSessions.LIFETIME.toSeconds()))
                .build();
    }

    private static NewCookie cookie(UriInfo uri, String value, int maxAge) {
        return new NewCookie.Builder(AuthenticationFilter.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure("https".equals(uri.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT)
                .maxAge(maxAge)
                .build();
    }

    private static Refusal wrong() {
        return new Refusal(
                401, "SIGN_IN_FAILED", "Name or password is wrong.", "Check both and try again; nothing was changed.");
    }
}
