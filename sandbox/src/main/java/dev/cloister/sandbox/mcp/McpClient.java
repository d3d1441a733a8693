package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client of one MCP server over standard streams, in either era: 2026-07-28, where each request stands alone, or
 * 2025-11-25 and what came before it, with {@code initialize}.
 *
 * <p>A server may ask for one thing while a call is under way, another app's function: {@link Collaboration}. Its other
 * requests are refused, and a result that asks for other input counts as a failed call. What breaks the protocol is thrown as {@link dev.cloister.sandbox.SandboxException}, as
 * {@link JsonRpcPipe} says. Not for use by several threads.
 */
public final class McpClient {

    static final Json.Obj INFO = Json.object().with("name", "cloister").with("version", "0.1");

    /** What each request of 2026-07-28 says of who asks (basic/index, _meta). */
    static final Json.Obj META = Json.object()
            .with("io.modelcontextprotocol/protocolVersion", ProtocolRevision.V2026_07_28.date())
            .with("io.modelcontextprotocol/clientInfo", INFO)
            .with(
                    "io.modelcontextprotocol/clientCapabilities",
                    Json.object().with("extensions", FunctionRequests.DECLARED));

    private static final long PATIENCE_MILLIS = 1_000;
    private static final int MOST_TOOLS = 256;
    private static final int MOST_PAGES = 64;
    private static final int MOST_TRIES = 4;

    private final JsonRpcPipe pipe;
    private final ProtocolRevision revision;

    private McpClient(JsonRpcPipe pipe, ProtocolRevision revision) {
        this.pipe = pipe;
        this.revision = revision;
    }

    /** Opens a conversation in the era that the server speaks. */
    public static McpClient open(InputStream in, OutputStream out) {
        JsonRpcPipe pipe = new JsonRpcPipe(in, out);
        return new McpClient(pipe, new Opening(pipe, PATIENCE_MILLIS).negotiate());
    }

    /** Opens a conversation with a server that is known to be of the older era. */
    public static McpClient initialize(InputStream in, OutputStream out) {
        JsonRpcPipe pipe = new JsonRpcPipe(in, out);
        return new McpClient(pipe, new Opening(pipe, PATIENCE_MILLIS).initialize());
    }

    /** What the two agreed on; any older revision counts as 2025-11-25. */
    public ProtocolRevision revision() {
        return revision;
    }

    /** All tools, page by page. */
    public List<ToolDescription> tools() {
        List<ToolDescription> tools = new ArrayList<>();
        Json.Obj parameters = Json.object();
        for (int pages = 0; pages < MOST_PAGES && tools.size() <= MOST_TOOLS; pages++) {
            Json.Obj page = complete(request("tools/list", parameters));
            for (Json item : page.list("tools")) {
                if (!(item instanceof Json.Obj tool)) {
                    throw JsonRpcPipe.broken("a tool that is no object");
                }
                String description = tool.get("description").isPresent() ? tool.text("description") : "";
                tools.add(new ToolDescription(
                        tool.text("name"),
                        description,
                        tool.object("inputSchema").text()));
            }
            if (page.get("nextCursor").isEmpty()) {
                return tools;
            }
            parameters = Json.object().with("cursor", page.text("nextCursor"));
        }
        throw JsonRpcPipe.broken("more than " + MOST_TOOLS + " tools or " + MOST_PAGES + " pages of them");
    }

    /** Asks the hub for another app's function. */
    public interface Collaboration {
        ToolResult request(String functionality, Json.Obj arguments) throws IOException;
    }

    /** Calls a tool; an error of the protocol, and a wish for input that is not given, count as the tool's own failure. */
    public ToolResult call(String tool, Json.Obj arguments, Collaboration others) {
        FunctionRequests functions = new FunctionRequests(others);
        Json.Obj parameters = Json.object().with("name", tool).with("arguments", arguments);
        Json.Obj more = Json.object();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Json.Obj answer = pipe.ask("tools/call", inEra(joined(parameters, more)), functions);
            if (answer.get("error").isPresent()) {
                return new ToolResult(answer.object("error").text("message"), true);
            }
            Json.Obj result = answer.object("result");
            if (!typeOf(result).equals("input_required")) {
                return ToolResult.of(complete(answer));
            }
            Optional<Json.Obj> served = functions.serveAll(result);
            if (served.isEmpty()) {
                return new ToolResult(
                        "The tool asks for input (" + asked(result)
                                + ") that Cloister does not give an app. The call was" + " not carried out.",
                        true);
            }
            more = served.get();
        }
        return new ToolResult("The tool asked for input " + MOST_TRIES + " times. The call was not carried out.", true);
    }

    private Json.Obj request(String method, Json.Obj parameters) {
        return pipe.ask(method, inEra(parameters));
    }

    private Json.Obj inEra(Json.Obj parameters) {
        return revision == ProtocolRevision.V2026_07_28 ? parameters.with("_meta", META) : parameters;
    }

    private static Json.Obj joined(Json.Obj some, Json.Obj more) {
        Json.Obj all = some;
        for (Map.Entry<String, Json> member : more.members().entrySet()) {
            all = all.with(member.getKey(), member.getValue());
        }
        return all;
    }

    private static Json.Obj complete(Json.Obj answer) {
        if (answer.get("error").isPresent()) {
            throw JsonRpcPipe.broken("the error \"" + answer.object("error").text("message") + "\"");
        }
        Json.Obj result = answer.object("result");
        if (!typeOf(result).equals("complete")) {
            throw JsonRpcPipe.broken("a result of an unknown type");
        }
        return result;
    }

    private static String typeOf(Json.Obj result) {
        return result.get("resultType").isPresent() ? result.text("resultType") : "complete";
    }

    private static String asked(Json.Obj result) {
        StringBuilder methods = new StringBuilder();
        if (result.members().get("inputRequests") instanceof Json.Obj requests) {
            for (Map.Entry<String, Json> request : requests.members().entrySet()) {
                if (request.getValue() instanceof Json.Obj wish && methods.length() < 100) {
                    methods.append(methods.isEmpty() ? "" : ", ").append(wish.text("method"));
                }
            }
        }
        return methods.isEmpty() ? "nothing that it names" : methods.toString();
    }
}
