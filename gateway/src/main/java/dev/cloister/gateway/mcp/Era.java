package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.mcp.message.Incoming;
import dev.cloister.gateway.mcp.message.RpcError;
import org.jspecify.annotations.Nullable;
import java.util.List;

/**
 * Which of the protocol's two eras a message belongs to (MCP 2026-07-28, basic/versioning): the newer says in each request
 * who asks and in which revision, the older opened with {@code initialize} and was told.
 */
enum Era {
    NEWER,
    OLDER;

    static final String NEWEST = "2026-07-28";
    static final String NEWEST_OLDER = "2025-11-25";

    /** What a client may choose from. */
    static final List<String> SUPPORTED = List.of(NEWEST, NEWEST_OLDER, "2025-06-18");

    static final String VERSION_HEADER = "MCP-Protocol-Version";

    /** Stands for a client that sends no header (MCP 2025-11-25, basic/transports). */
    private static final String ASSUMED = "2025-03-26";

    private static final String META = "io.modelcontextprotocol/";

    /**
     * The era of a message, whose header and body agree and say what its era wants said.
     *
     * @param header the value of {@link #VERSION_HEADER}, where it was sent
     * @throws RpcError HeaderMismatch, UnsupportedProtocolVersion, or INVALID_PARAMS where {@code _meta} lacks a field
     */
    static Era of(Incoming message, @Nullable String header) {
        JsonNode meta = message.params().path("_meta");
        JsonNode version = meta.path(META + "protocolVersion");
        if (version.isMissingNode()) {
            if (header == null || isOlder(header)) {
                return OLDER;
            }
            require(header);
            if (message instanceof Incoming.Notification) {
                return NEWER;
            }
            throw RpcError.invalidParams(400, "The field _meta[\"" + META + "protocolVersion\"] is missing.");
        }
        if (header == null || !version.isTextual() || !version.textValue().equals(header)) {
            throw RpcError.headerMismatch("The header " + VERSION_HEADER + " and the body name different versions.");
        }
        if (isOlder(header)) {
            return OLDER;
        }
        require(header);
        if (!meta.path(META + "clientCapabilities").isObject()) {
            throw RpcError.invalidParams(400, "The object _meta[\"" + META + "clientCapabilities\"] is missing.");
        }
        if (meta.has(META + "clientInfo") && !meta.path(META + "clientInfo").isObject()) {
            throw RpcError.invalidParams(400, "The field _meta[\"" + META + "clientInfo\"] must be an object.");
        }
        return NEWER;
    }

    private static boolean isOlder(String version) {
        return version.equals(ASSUMED) || SUPPORTED.contains(version) && !version.equals(NEWEST);
    }

    private static void require(String version) {
        if (!version.equals(NEWEST)) {
            throw RpcError.unsupportedVersion(version, SUPPORTED);
        }
    }
}
