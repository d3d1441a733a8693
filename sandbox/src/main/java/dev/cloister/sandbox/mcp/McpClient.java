package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.isc.LineReader;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of one MCP server over standard streams: JSON-RPC 2.0, a message a line.
 *
 * <p>Strict: an answer must be JSON-RPC 2.0 and carry the id that was asked with; lines are bounded by {@link LineReader}.
 * Notifications of the server are read and dropped. A server may ask for one thing while a call is under way, another
 * app's function: {@link Collaboration}. Other requests are answered with "method not found". Not for use by several
 * threads.
 */
public final class McpClient {

    /** The method with which a server asks for another app's function. */
    private static final String REQUEST = "dev.cloister/request";

    private static final int METHOD_NOT_FOUND = -32601;

    private final LineReader in;
    private final OutputStream out;
    private final ProtocolRevision revision;
    private int lastId;

    public McpClient(InputStream in, OutputStream out, ProtocolRevision revision) {
        this.in = new LineReader(in);
        this.out = out;
        this.revision = revision;
    }

    /** Opens the conversation as the revision prescribes; the first call. */
    public void open() throws IOException {
        if (revision.initializes()) {
            Json.Obj client = Json.object().with("name", "cloister").with("version", "0.1");
            result(request(
                    "initialize",
                    Json.object()
                            .with("protocolVersion", revision.date())
                            .with(
                                    "capabilities",
                                    Json.object()
                                            .with("experimental", Json.object().with(REQUEST, Json.object())))
                            .with("clientInfo", client)));
            send(Json.object().with("jsonrpc", "2.0").with("method", "notifications/initialized"));
        }
    }

    /** All tools, page by page. */
    public List<ToolDescription> tools() throws IOException {
        List<ToolDescription> tools = new ArrayList<>();
        Json.Obj parameters = Json.object();
        while (true) {
            Json.Obj page = result(request("tools/list", parameters));
            for (Json item : page.list("tools")) {
                if (!(item instanceof Json.Obj tool)) {
                    throw broken("a tool that is no object");
                }
                String description = tool.get("description").isPresent() ? tool.text("description") : "";
                tools.add(new ToolDescription(
                        tool.text("name"),
                        description,
                        tool.object("inputSchema").text()));
            }
            if (page.get("nextCursor").isEmpty() || tools.size() > 256) {
                return tools;
            }
            parameters = Json.object().with("cursor", page.text("nextCursor"));
        }
    }

    /** Asks the hub for another app's function. */
    public interface Collaboration {
        ToolResult request(String functionality, Json.Obj arguments) throws IOException;
    }

    /** Calls a tool; the texts of its result, joined by line ends. */
    public ToolResult call(String tool, Json.Obj arguments, Collaboration others) throws IOException {
        Json.Obj answer = request("tools/call", Json.object().with("name", tool).with("arguments", arguments), others);
        if (answer.get("error").isPresent()) {
            return new ToolResult(answer.object("error").text("message"), true);
        }
        Json.Obj result = answer.object("result");
        StringBuilder text = new StringBuilder();
        for (Json item : result.list("content")) {
            if (item instanceof Json.Obj content && content.text("type").equals("text")) {
                text.append(text.isEmpty() ? "" : "\n").append(content.text("text"));
            }
        }
        return new ToolResult(text.toString(), result.get("isError").isPresent() && result.truth("isError"));
    }

    private static Json.Obj result(Json.Obj answer) {
        if (answer.get("error").isPresent()) {
            throw broken("the error \"" + answer.object("error").text("message") + "\"");
        }
        return answer.object("result");
    }

    /** Between calls there is nobody to ask. */
    private Json.Obj request(String method, Json.Obj parameters) throws IOException {
        return request(method, parameters, null);
    }

    private Json.Obj request(String method, Json.Obj parameters, @Nullable Collaboration others) throws IOException {
        String id = Integer.toString(++lastId);
        send(Json.object()
                .with("jsonrpc", "2.0")
                .with("id", new Json.Num(id))
                .with("method", method)
                .with("params", parameters));
        while (true) {
            Json.Obj answer = Json.parseObject(in.next().orElseThrow(() -> broken("an early end")));
            if (!answer.text("jsonrpc").equals("2.0")) {
                throw broken("a message that is not JSON-RPC 2.0");
            }
            if (answer.get("method").isPresent()) {
                if (answer.get("id").isPresent()) {
                    send(reply(answer, others));
                }
                continue;
            }
            if (!(answer.get("id").orElse(new Json.Nul()) instanceof Json.Num number)
                    || !number.literal().equals(id)) {
                throw broken("an answer to another question");
            }
            return answer;
        }
    }

    /** What the server is told that asks something itself. */
    private static Json.Obj reply(Json.Obj asked, @Nullable Collaboration others) throws IOException {
        Json.Obj reply =
                Json.object().with("jsonrpc", "2.0").with("id", asked.get("id").orElseThrow());
        if (others == null || !asked.text("method").equals(REQUEST)) {
            return reply.with(
                    "error",
                    Json.object()
                            .with("code", new Json.Num(Integer.toString(METHOD_NOT_FOUND)))
                            .with("message", "This client does not answer that."));
        }
        Json.Obj wish = asked.object("params");
        ToolResult found = others.request(wish.text("functionality"), wish.object("arguments"));
        return reply.with(
                "result", Json.object().with("text", found.text()).with("isError", new Json.Bool(found.isError())));
    }

    private void send(Json.Obj message) throws IOException {
        out.write((message.text() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static SandboxException broken(String what) {
        return new SandboxException(
                SandboxException.Code.APP_MISBEHAVES,
                "The app's MCP server sent " + what + ". The request was not carried out. Report it to its developer.");
    }
}
