package dev.cloister.sandbox.remote;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.ServerDescription;
import dev.cloister.sandbox.app.ServerDescription.Origin;
import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes a bundle of a server that runs elsewhere (MCP 2026-07-28 and 2025-11-25, basic/transports, Streamable HTTP): our
 * bridge, and what the server says of its tools now.
 *
 * <p>Security guarantees: the bridge is an app like any other, in a sandbox, and may reach that one address and nothing
 * else, while a call that was allowed is under way. Its tools are part of the bundle and so of its digest; the bridge makes
 * no call once the server says something else of them. Secrets are placeholders to it.
 */
public final class RemoteApp {

    static final String BRIDGE = "bridge.mjs";

    private static final int LONGEST_DESCRIPTION = 2_000;

    private RemoteApp() {}

    /**
     * Writes the bundle's files.
     *
     * @param origin of the description
     * @param tools what the server says of its tools, see {@link RemoteTools}
     * @throws SandboxException BUNDLE_INVALID where the description has no permission block
     */
    public static void write(ServerDescription description, Origin.Remote origin, Json.Arr tools, Path folder) {
        Json.Obj block = description
                .permissions()
                .orElseThrow(() -> invalid("its server.json must hold a permission block at"
                        + " _meta.\"io.modelcontextprotocol.registry/publisher-provided\".\"dev.cloister\", which says"
                        + " what each of its tools reads and changes"));
        if (block.get("egress").isPresent() || block.get("secrets").isPresent()) {
            throw invalid(
                    "the permission block of a remote server holds neither egress nor secrets: its address and its"
                            + " headers say both");
        }
        Json.Obj manifest = Json.object()
                .with("manifest_version", "0.4")
                .with("name", name(description))
                .with("display_name", description.title().isEmpty() ? name(description) : description.title())
                .with("version", description.version())
                .with("description", description.description())
                .with("server", Json.object().with("type", "node").with("entry_point", BRIDGE))
                .with(
                        "tools",
                        new Json.Arr(
                                tools.items().stream().map(RemoteApp::listed).toList()))
                .with(
                        "_meta",
                        Json.object()
                                .with(
                                        "dev.cloister",
                                        block.with("egress", egress(origin.address()))
                                                .with("secrets", secrets(origin))));
        Map<String, Json> headers = new TreeMap<>();
        origin.headers().forEach((field, value) -> headers.put(field, new Json.Str(value)));
        Json.Obj remote = Json.object()
                .with("url", origin.address().toString())
                .with("headers", new Json.Obj(headers))
                .with("tools", tools);
        try {
            Files.createDirectories(folder);
            copyBridge(folder);
            Files.writeString(folder.resolve("manifest.json"), manifest.text());
            Files.writeString(folder.resolve("remote.json"), remote.text());
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle of " + description.name() + " cannot be written", e);
        }
    }

    /** Puts the bridge's program into a folder. */
    static Path copyBridge(Path folder) throws IOException {
        Path program = folder.resolve(BRIDGE);
        try (InputStream bridge = Objects.requireNonNull(RemoteApp.class.getResourceAsStream(BRIDGE))) {
            Files.copy(bridge, program, StandardCopyOption.REPLACE_EXISTING);
        }
        return program;
    }

    /** The last part of its name, as apps are named. */
    private static String name(ServerDescription description) {
        String last = description.name().substring(description.name().indexOf('/') + 1);
        return last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
    }

    private static Json listed(Json tool) {
        if (!(tool instanceof Json.Obj known)) {
            throw invalid("its server lists a tool that is no object");
        }
        String words = known.text("description");
        return Json.object()
                .with("name", known.text("name"))
                .with("description", words.substring(0, Math.min(words.length(), LONGEST_DESCRIPTION)));
    }

    private static Json.Arr egress(URI address) {
        Json.Obj rule = Json.object()
                .with("host", address.getHost())
                .with("scheme", address.getScheme())
                .with("methods", new Json.Arr(List.of(new Json.Str("POST"), new Json.Str("DELETE"))))
                .with("paths", new Json.Arr(List.of(new Json.Str(address.getPath()))));
        return new Json.Arr(List.of(
                address.getPort() < 0 ? rule : rule.with("port", new Json.Num(Integer.toString(address.getPort())))));
    }

    private static Json.Obj secrets(Origin.Remote origin) {
        Map<String, Json> secrets = new TreeMap<>();
        origin.secrets()
                .forEach((name, field) -> secrets.put(
                        name,
                        Json.object().with("host", origin.address().getHost()).with("header", field)));
        return new Json.Obj(secrets);
    }

    static SandboxException invalid(String why) {
        return new SandboxException(
                SandboxException.Code.BUNDLE_INVALID, "The server cannot be used: " + why + ". Nothing was installed.");
    }
}
