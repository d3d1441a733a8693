package dev.cloister.gateway.mcp;

import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses pages of other places that a browser leads here by a name of their own (DNS rebinding; MCP 2026-07-28,
 * basic/transports/streamable-http, Security). Programs send no origin; pages of this machine may, and those that
 * {@code cloister.mcp.origins} lists.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
public class OriginFilter implements ContainerRequestFilter {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> listed;

    public OriginFilter(@ConfigProperty(name = "cloister.mcp.origins") Optional<List<String>> listed) {
        this.listed = listed.orElse(List.of());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        if (request.getUriInfo().getPath().startsWith(McpResource.PATH)
                && origin != null
                && !listed.contains(origin)
                && !isLocal(origin)) {
            throw new Refusal(
                    403,
                    "ORIGIN_REFUSED",
                    "Pages of this origin may not speak to this server.",
                    "Nothing was done. An operator can list the origin under cloister.mcp.origins.");
        }
    }

    private static boolean isLocal(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && LOCAL.contains(uri.getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
