package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.mcp.message.Incoming;
import dev.cloister.gateway.mcp.message.RpcError;
import dev.cloister.gateway.mcp.tool.ToolBox;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.time.Duration;
import java.util.List;

/** Answers requests: the few methods that a server of tools has, in each era. */
@ApplicationScoped
public class Methods {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final Duration FRESH = Duration.ofHours(1);
    private static final String INSTRUCTIONS =
            "Searches the documents of the account whose token is used, and tells whether a text was generated here.";

    private final ToolBox tools;
    private final String version;

    public Methods(ToolBox tools, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.tools = tools;
        this.version = version;
    }

    /**
     * The whole message that answers.
     *
     * @throws RpcError where the method is unknown in that era, or does not take these parameters
     * @throws dev.cloister.gateway.problem.Refusal where the caller asks for too much at once
     */
    ObjectNode answer(Era era, Incoming.Request request, Caller caller) {
        ObjectNode result =
                switch (era) {
                    case NEWER -> newer(request, caller);
                    case OLDER -> older(request, caller);
                };
        ObjectNode answer = MAKE.objectNode().put("jsonrpc", "2.0");
        answer.set("id", request.id());
        answer.set("result", result);
        return answer;
    }

    private ObjectNode newer(Incoming.Request request, Caller caller) {
        ObjectNode result =
                switch (request.method()) {
                    case "server/discover" -> cacheable(discovery());
                    case "tools/list" -> cacheable(list(request.params()));
                    case "tools/call" -> tools.call(caller, request.params());
                    case "initialize" ->
                        throw RpcError.methodNotFound(
                                404,
                                "The revision " + Era.NEWEST + " has no initialize. This server speaks "
                                        + String.join(", ", Era.SUPPORTED) + ".");
                    default -> throw unknown(404, request);
                };
        result.put("resultType", "complete");
        result.withObjectProperty("_meta").set("io.modelcontextprotocol/serverInfo", info());
        return result;
    }

    private ObjectNode older(Incoming.Request request, Caller caller) {
        return switch (request.method()) {
            case "initialize" -> initialize(request.params());
            case "ping" -> MAKE.objectNode();
            case "tools/list" -> list(request.params());
            case "tools/call" -> tools.call(caller, request.params());
            default -> throw unknown(200, request);
        };
    }

    private ObjectNode discovery() {
        ObjectNode result = MAKE.objectNode();
        Era.SUPPORTED.forEach(result.withArrayProperty("supportedVersions")::add);
        result.set("capabilities", capabilities());
        return result.put("instructions", INSTRUCTIONS);
    }

    private ObjectNode initialize(ObjectNode params) {
        JsonNode wanted = params.path("protocolVersion");
        if (!wanted.isTextual()
                || !params.path("capabilities").isObject()
                || !params.path("clientInfo").isObject()) {
            throw RpcError.invalidParams(
                    200, "initialize takes the text protocolVersion and the objects capabilities and clientInfo.");
        }
        boolean spoken = Era.SUPPORTED.contains(wanted.textValue())
                && !wanted.textValue().equals(Era.NEWEST);
        ObjectNode result = MAKE.objectNode().put("protocolVersion", spoken ? wanted.textValue() : Era.NEWEST_OLDER);
        result.set("capabilities", capabilities());
        result.set("serverInfo", info());
        return result.put("instructions", INSTRUCTIONS);
    }

    private ObjectNode list(ObjectNode params) {
        if (params.has("cursor")) {
            throw RpcError.invalidParams(200, "The list of tools has one page, so there is no such cursor.");
        }
        ObjectNode result = MAKE.objectNode();
        List<ObjectNode> definitions = tools.definitions();
        definitions.forEach(result.withArrayProperty("tools")::add);
        return result;
    }

    private static ObjectNode capabilities() {
        ObjectNode capabilities = MAKE.objectNode();
        capabilities.putObject("tools");
        return capabilities;
    }

    private ObjectNode info() {
        return MAKE.objectNode()
                .put("name", "cloister")
                .put("title", "Cloister")
                .put("version", version);
    }

    /** The same for everyone, and for as long as this program is not replaced by another. */
    private static ObjectNode cacheable(ObjectNode result) {
        return result.put("ttlMs", FRESH.toMillis()).put("cacheScope", "public");
    }

    private static RpcError unknown(int status, Incoming.Request request) {
        return RpcError.methodNotFound(status, "There is no method \"" + request.method() + "\" here.");
    }
}
