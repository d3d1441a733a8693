package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.mcp.McpClient;
import dev.cloister.sandbox.mcp.ProtocolRevision;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AppServerTest {

    @Test
    void startsAServerAnewThatEndsOfTheNewerQuestion() throws Exception {
        try (AppServer server = start("dies")) {
            McpClient client = server.connect();

            assertEquals(ProtocolRevision.V2025_11_25, client.revision());
            assertEquals("tell", client.tools().getFirst().name());
        }
    }

    @Test
    void saysThatAServerDiesInTheHandshake() throws Exception {
        try (AppServer server = start("neverOpens")) {
            assertEquals(
                    SandboxException.Code.APP_CRASHED,
                    assertThrows(SandboxException.class, server::connect).code());
        }
    }

    private static AppServer start(String way) throws IOException, URISyntaxException {
        Path script = Path.of(Objects.requireNonNull(AppServerTest.class.getResource("/mcp/server.mjs"))
                .toURI());
        return AppServer.start(List.of(NodeRuntime.find().executable().toString(), script.toString(), way));
    }
}
