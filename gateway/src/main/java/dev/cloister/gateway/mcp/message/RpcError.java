package dev.cloister.gateway.mcp.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An error that goes back to a client (JSON-RPC 2.0, section 5.1; MCP 2026-07-28, basic/index, Error Codes), with the HTTP
 * status that the transport prescribes for it.
 */
public final class RpcError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final transient JsonNode data;
    private final transient JsonNode id;

    private RpcError(int status, int code, String message, JsonNode data, JsonNode id) {
        super(message);
        this.status = status;
        this.code = code;
        this.data = data;
        this.id = id;
    }

    private static RpcError of(int status, int code, String message) {
        return new RpcError(status, code, message, MissingNode.getInstance(), MissingNode.getInstance());
    }

    /** What came is not JSON. */
    public static RpcError parse(String message) {
        return of(400, -32700, message);
    }

    /** It is JSON, but no message that may come. */
    public static RpcError invalidRequest(int status, String message) {
        return of(status, -32600, message);
    }

    /** A method that there is not in the era. */
    public static RpcError methodNotFound(int status, String message) {
        return of(status, -32601, message);
    }

    /** Parameters that do not fit the method. */
    public static RpcError invalidParams(int status, String message) {
        return of(status, -32602, message);
    }

    /** HeaderMismatch. */
    public static RpcError headerMismatch(String message) {
        return of(400, -32020, message);
    }

    /** UnsupportedProtocolVersion. */
    public static RpcError unsupportedVersion(String requested, List<String> supported) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("supported", strings(supported));
        data.put("requested", requested);
        return new RpcError(
                400,
                -32022,
                "Unsupported protocol version. Speak one of " + String.join(", ", supported) + ".",
                data,
                MissingNode.getInstance());
    }

    /** A refusal that has no code of its own in the protocol: its HTTP status is its code, outside the reserved range. */
    public static RpcError refused(int status, String message, String stableCode) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("code", stableCode);
        return new RpcError(status, status, message, data, MissingNode.getInstance());
    }

    /** The same, in answer to that request. */
    public RpcError to(JsonNode request) {
        return new RpcError(status, code, String.valueOf(getMessage()), data, request);
    }

    public int status() {
        return status;
    }

    /** The message that goes back; without an id where none could be read. */
    public ObjectNode body() {
        ObjectNode error =
                JsonNodeFactory.instance.objectNode().put("code", code).put("message", getMessage());
        if (!data.isMissingNode()) {
            error.set("data", data);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        if (!id.isMissingNode()) {
            body.set("id", id);
        }
        body.set("error", error);
        return body;
    }

    private static JsonNode strings(List<String> values) {
        var list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        return list;
    }
}
