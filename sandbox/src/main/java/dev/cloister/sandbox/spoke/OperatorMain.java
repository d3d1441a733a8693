package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.isc.LineReader;
import dev.cloister.sandbox.isc.Message;
import dev.cloister.sandbox.isc.MessageCodec;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.mcp.McpClient;
import dev.cloister.sandbox.mcp.ToolResult;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The app's operator, inside its sandbox: between the hub's pipe and the app's MCP server.
 *
 * <p>Arguments: the manifest, then the server's command. It starts the server before anything else and keeps off lambdas,
 * regular expressions and pattern switches until it is ready, since a user waits for each cold start.
 */
public final class OperatorMain {

    private final LineReader fromHub = new LineReader(new FileInputStream(FileDescriptor.in));
    private final OutputStream toHub = new FileOutputStream(FileDescriptor.out);
    private final String manifest;
    private final McpClient server;
    private List<ToolDescription> tools = List.of();

    private OperatorMain(String manifest, McpClient server) {
        this.manifest = manifest;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> command = List.of(arguments).subList(1, arguments.length);
        try (AppServer server = AppServer.start(command)) {
            // Now and not at a request: the bundle may be deleted while the app is warm.
            String manifest = Files.readString(Path.of(arguments[0]));
            new OperatorMain(manifest, server.connect()).run();
        } catch (SandboxException e) {
            System.err.println(e.code() + ": " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        tools = server.tools();
        send(new Message.Ready(tools));
        while (true) {
            Optional<Message.ToSpoke> message = receive();
            if (message.isEmpty()) {
                return;
            }
            send(answer(message.get()));
        }
    }

    private Message answer(Message.ToSpoke message) throws IOException {
        if (message instanceof Message.ToolCall call) {
            return result(call.requestId(), call.tool(), call.arguments());
        }
        if (message instanceof Message.AppRequest request) {
            return carryOut(request);
        }
        if (message instanceof Message.FunctionProbeRequest probe) {
            List<String> offered = new ArrayList<>();
            for (ToolDescription tool : tools) {
                if (tool.name().equals(probe.requestedFunctionality())) {
                    offered.add(tool.name());
                }
            }
            return new Message.FunctionProbeResponse(probe.requestId(), offered);
        }
        throw unexpected();
    }

    private Message carryOut(Message.AppRequest request) throws IOException {
        String id = request.requestId();
        for (ToolDescription tool : tools) {
            if (tool.name().equals(request.tool())) {
                send(new Message.ModelRequest(id, prompt(tool, request), Json.parseObject(tool.inputSchema())));
                if (!(expect() instanceof Message.ModelResponse model)) {
                    throw unexpected();
                }
                Optional<Json.Obj> arguments = arguments(model.text());
                if (arguments.isEmpty()) {
                    return new Message.FunctionalityDenialResponse(
                            id, "The model's answer was not a JSON object, so the tool was not called.");
                }
                send(new Message.PermissionRequest(id, tool.name(), arguments.get()));
                if (!(expect() instanceof Message.PermissionResponse permission)) {
                    throw unexpected();
                }
                if (!permission.allowed()) {
                    return new Message.FunctionalityDenialResponse(id, "The user did not allow it.");
                }
                return result(id, tool.name(), permission.arguments());
            }
        }
        return new Message.FunctionalityDenialResponse(id, "The app has no such tool.");
    }

    private Message result(String id, String tool, Json.Obj arguments) throws IOException {
        // No lambda: the first one costs a starting spoke milliseconds.
        ToolResult result = server.call(tool, arguments, new McpClient.Collaboration() {
            @Override
            public ToolResult request(String functionality, Json.Obj wish) throws IOException {
                send(new Message.FunctionalityRequest(id, functionality, wish));
                if (!(expect() instanceof Message.FunctionalityResponse found)) {
                    throw unexpected();
                }
                return new ToolResult(found.text(), found.isError());
            }
        });
        return new Message.AppResponse(id, result.text(), result.isError());
    }

    private List<Turn> prompt(ToolDescription tool, Message.AppRequest request) {
        return OperatorPrompt.of(tool, request.text(), request.memory(), Json.parseObject(manifest));
    }

    private static Optional<Json.Obj> arguments(String text) {
        try {
            return Optional.of(Json.parseObject(text));
        } catch (SandboxException e) {
            return Optional.empty();
        }
    }

    private Message.ToSpoke expect() throws IOException {
        return receive().orElseThrow(OperatorMain::unexpected);
    }

    private static SandboxException unexpected() {
        return new SandboxException(
                SandboxException.Code.MESSAGE_INVALID, "The hub answered what was not asked. The operator ends.");
    }

    private Optional<Message.ToSpoke> receive() throws IOException {
        Optional<String> line = fromHub.next();
        return line.isEmpty() ? Optional.empty() : Optional.of(MessageCodec.fromHub(line.get()));
    }

    private void send(Message message) throws IOException {
        toHub.write((MessageCodec.line(message) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
