package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.spoke.NodeRuntime;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A real server process that behaves as a word says. */
final class ScriptedServer implements AutoCloseable {

    private final Process process;

    private ScriptedServer(Process process) {
        this.process = process;
    }

    static ScriptedServer start(String way) throws IOException {
        return new ScriptedServer(new ProcessBuilder(command(way))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    static List<String> command(String way) {
        try {
            Path script = Path.of(Objects.requireNonNull(ScriptedServer.class.getResource("/mcp/server.mjs"))
                    .toURI());
            return List.of(NodeRuntime.find().executable().toString(), script.toString(), way);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    McpClient open() {
        return McpClient.open(process.getInputStream(), process.getOutputStream());
    }

    McpClient initialize() {
        return McpClient.initialize(process.getInputStream(), process.getOutputStream());
    }

    static ToolResult call(McpClient client, String what) {
        return client.call(
                "tell",
                Json.object().with("what", what),
                (functionality, wish) -> new ToolResult(functionality + " " + wish.text(), false));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
