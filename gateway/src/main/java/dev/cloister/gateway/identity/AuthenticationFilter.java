package dev.cloister.gateway.identity;

import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who calls, for every method under {@code /api}, {@code /v1} and {@code /mcp} that is not {@link Public}. A cookie counts
 * for a change only with the page's own header, which another site cannot send without asking first.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AuthenticationFilter implements ContainerRequestFilter {

    static final String COOKIE = "cloister_session";
    static final String PAGE_HEADER = "X-Cloister-Request";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final WebSessions sessions;
    private final ApiTokens tokens;
    private final Identity identity;

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    public AuthenticationFilter(WebSessions sessions, ApiTokens tokens, Identity identity) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.identity = identity;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!path.startsWith("/api/") && !path.startsWith("/v1/") && !path.startsWith("/mcp")) {
            return;
        }
        boolean open = resource.getResourceMethod().isAnnotationPresent(Public.class);
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Cookie cookie = request.getCookies().get(COOKIE);
        if (authorization != null) {
            Account account = bearer(authorization)
                    .flatMap(tokens::account)
                    .orElseThrow(() -> new Refusal(
                            401,
                            "TOKEN_INVALID",
                            "The API token is not valid.",
                            "It was mistyped or revoked. A new one is made under Settings or by ./cloister token."));
            identity.set(Caller.of(account), null);
        } else if (cookie != null && identify(request, cookie)) {
            return;
        } else if (!open) {
            throw Identity.unknown();
        }
    }

    private boolean identify(ContainerRequestContext request, Cookie cookie) {
        Optional<Account> account = sessions.account(cookie.getValue());
        if (account.isEmpty()) {
            return false;
        }
        if (!SAFE.contains(request.getMethod()) && !fromThePage(request)) {
            throw new Refusal(
                    403,
                    "CROSS_SITE_REQUEST",
                    "The request did not come from Cloister's own page.",
                    "Nothing was changed. Programs use an API token instead of the page's cookie.");
        }
        identity.set(Caller.of(account.get()), cookie.getValue());
        return true;
    }

    private static boolean fromThePage(ContainerRequestContext request) {
        @Nullable String site = request.getHeaderString("Sec-Fetch-Site");
        return request.getHeaderString(PAGE_HEADER) != null
                && (site == null || site.equals("same-origin") || site.equals("none"));
    }

    private static Optional<String> bearer(String authorization) {
        String prefix = "bearer ";
        return authorization.toLowerCase(Locale.ROOT).startsWith(prefix)
                ? Optional.of(authorization.substring(prefix.length()).strip())
                : Optional.empty();
    }
}
