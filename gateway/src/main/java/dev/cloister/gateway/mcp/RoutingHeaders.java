package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.mcp.message.Incoming;
import dev.cloister.gateway.mcp.message.RpcError;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The headers that repeat what stands in the body, so that proxies can route by them (MCP 2026-07-28,
 * basic/transports/streamable-http, Standard Request Headers and Server Validation). A proxy and this server must never
 * act on different words, so any difference is refused.
 */
final class RoutingHeaders {

    /** Where the header Mcp-Name comes from. */
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";

    private RoutingHeaders() {}

    /**
     * Compares the headers with the body.
     *
     * @throws RpcError HeaderMismatch
     */
    static void require(Incoming.Request request, HttpHeaders headers) {
        if (!request.method().equals(only(headers, "Mcp-Method"))) {
            throw RpcError.headerMismatch("The header Mcp-Method does not name the body's method.");
        }
        if (!NAMED.containsKey(request.method())) {
            return;
        }
        JsonNode name = request.params().path(NAMED.getOrDefault(request.method(), ""));
        if (name.isTextual() && !name.textValue().equals(decoded(only(headers, "Mcp-Name")))) {
            throw RpcError.headerMismatch("The header Mcp-Name does not name what the body names.");
        }
    }

    /** The one value of a header, or nothing. */
    static @Nullable String only(HttpHeaders headers, String name) {
        List<String> values = headers.getRequestHeader(name);
        if (values != null && values.size() > 1) {
            throw RpcError.headerMismatch("The header " + name + " was sent more than once.");
        }
        return values == null || values.isEmpty() ? null : values.getFirst().strip();
    }

    private static @Nullable String decoded(@Nullable String value) {
        if (value == null || !value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
            return value;
        }
        try {
            String encoded = value.substring(ENCODED.length(), value.length() - ENCODED_END.length());
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw RpcError.headerMismatch("The header Mcp-Name is not base64 within its marks.");
        }
    }
}
