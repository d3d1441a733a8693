package dev.cloister.gateway.apps.command;

import com.sun.net.httpserver.HttpServer;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.BundleArchive;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DescribedBundleTest {

    private static final String DESCRIPTION = """
            {"$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
             "name": "io.example/tally", "description": "Counts.", "version": "1.0.0",
             "packages": [
               {"registryType": "npm", "identifier": "tally", "version": "1.0.0", "transport": {"type": "stdio"}},
               {"registryType": "mcpb", "identifier": "http://127.0.0.1:%d/tally.mcpb", "fileSha256": "%s",
                "transport": {"type": "stdio"}}]%s}
            """;

    @TempDir
    Path work;

    private HttpServer server;
    private byte[] archive;

    @BeforeEach
    void serve() throws IOException {
        archive = packed(work.resolve("app"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tally.mcpb", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesTheFileThatIsDescribed() throws Exception {
        Path fetched = new DescribedBundle().fetch(described(sha256(archive), ""), work);
        assertEquals(-1, Arrays.mismatch(archive, Files.readAllBytes(fetched)));
    }

    @Test
    void refusesAnotherFileThanTheOneThatIsDescribed() throws Exception {
        String before = sha256(archive);
        archive = packed(work.resolve("other"));
        archive[archive.length - 1] ^= 1;
        SandboxException refusal =
                assertThrows(SandboxException.class, () -> new DescribedBundle().fetch(described(before, ""), work));
        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains("is not the file"), refusal.getMessage());
    }

    @Test
    void takesThePermissionBlockThatTheBundleLacks() throws Exception {
        Path folder = work.resolve("app");
        String manifest = Files.readString(folder.resolve("manifest.json"));
        int meta = manifest.indexOf(",\"_meta\"");
        String block = manifest.substring(meta, manifest.length() - 1);
        Files.writeString(folder.resolve("manifest.json"), manifest.substring(0, meta) + "}");
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        assertThrows(SandboxException.class, () -> AppBundle.read(folder));
        BundleArchive.packSource(folder, bare);
        archive = bare.toByteArray();
        Path fetched = new DescribedBundle().fetch(described(sha256(archive), block), work);
        BundleArchive.unpack(fetched, work.resolve("again"));
        assertEquals("tally", AppBundle.read(work.resolve("again")).manifest().name());
    }

    @Test
    void makesABundleForARemoteServerWithTheToolsThatItHasNow() throws Exception {
        server.createContext("/mcp", exchange -> {
            byte[] answer = """
                    {"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":[
                      {"name":"count","description":"Counts.","inputSchema":{"type":"object"}}]}}""".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        int port = server.getAddress().getPort();
        Path description = Files.writeString(work.resolve("server.json"), """
                {"$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
                 "name": "io.example/tally", "description": "Counts.", "version": "1.0.0",
                 "remotes": [{"type": "streamable-http", "url": "http://127.0.0.1:%d/mcp"}],
                 "_meta": {"dev.cloister": {"tools": {"count": {"reads": [], "effect": "none", "examples": []}}}}}
                """.formatted(port));
        Path bundle = new DescribedBundle().fetch(description, work);
        BundleArchive.unpack(bundle, work.resolve("again"));
        // An address in place of a name is no host that an app may reach, so that the files are looked at one by one.
        Json.Obj manifest = Json.parseObject(Files.readString(work.resolve("again/manifest.json")));
        assertEquals("tally", manifest.text("name"));
        assertEquals("[{\"name\":\"count\",\"description\":\"Counts.\"}]", new Json.Arr(manifest.list("tools")).text());
        assertTrue(manifest.text().contains("\"paths\":[\"/mcp\"]"), manifest.text());
        Json.Obj remote = Json.parseObject(Files.readString(work.resolve("again/remote.json")));
        assertEquals(1, remote.list("tools").size());
    }

    @Test
    void saysThatARemoteServerDoesNotAnswer() throws Exception {
        Path description = Files.writeString(
                work.resolve("server.json"), """
                {"$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
                 "name": "io.example/tally", "description": "Counts.", "version": "1.0.0",
                 "remotes": [{"type": "streamable-http", "url": "http://127.0.0.1:%d/nothing"}]}
                """.formatted(server.getAddress().getPort()));
        SandboxException refusal =
                assertThrows(SandboxException.class, () -> new DescribedBundle().fetch(description, work));
        assertTrue(refusal.getMessage().contains("status 404"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"$schema\": \"x/2025-12-11/y\", \"name\": \"a\", \"version\": \"1\", \"packages\": []}",
                "{\"$schema\": \"x/2025-12-11/y\", \"name\": \"io.a/b\", \"version\": \"1\", \"remotes\": [{\"type\":"
                        + " \"streamable-http\", \"url\": \"https://example.org\"}]}",
                "{\"$schema\": \"x/2025-12-11/y\", \"name\": \"io.a/b\", \"version\": \"1\", \"packages\": [{\"registryType\":"
                        + " \"mcpb\", \"identifier\": \"file:///etc/passwd\", \"fileSha256\":"
                        + " \"0000000000000000000000000000000000000000000000000000000000000000\", \"transport\": {\"type\":"
                        + " \"stdio\"}}]}",
                "not json"
            })
    void saysWhatIsWrongWithADescription(String text) throws IOException {
        Path description = Files.writeString(work.resolve("server.json"), text);
        SandboxException refusal =
                assertThrows(SandboxException.class, () -> new DescribedBundle().fetch(description, work));
        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
    }

    private Path described(String sha256, String more) throws IOException {
        return Files.writeString(
                work.resolve("server.json"),
                DESCRIPTION.formatted(server.getAddress().getPort(), sha256, more));
    }

    private static byte[] packed(Path folder) {
        ScriptedApp app = new ScriptedApp(
                "tally", "Tally", List.of(ScriptedTool.named("count", "text").answering("one")), List.of());
        app.write(folder);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleArchive.packSource(folder, out);
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
