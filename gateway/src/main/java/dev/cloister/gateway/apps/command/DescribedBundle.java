package dev.cloister.gateway.apps.command;

import dev.cloister.gateway.hash.Sha256;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.BundleArchive;
import dev.cloister.sandbox.app.ServerDescription;
import dev.cloister.sandbox.app.ServerDescription.Origin;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.remote.RemoteApp;
import dev.cloister.sandbox.remote.RemoteTools;
import dev.cloister.sandbox.spoke.NodeRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The bundle that a {@code server.json} names, fetched once and kept only if it is the file that was described, or one that
 * is made for the remote server that it names. The operator asks for it by hand; nothing else of Cloister fetches apps.
 */
final class DescribedBundle {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(15))
            .build();

    /**
     * Fetches it. Where the bundle has no permission block, the description's is put into it.
     *
     * @return the archive, in {@code work}
     * @throws SandboxException BUNDLE_INVALID where it is another file, or of another version
     */
    Path fetch(Path serverJson, Path work) {
        try {
            ServerDescription description = ServerDescription.read(Files.readString(serverJson));
            if (description.origin() instanceof Origin.Remote remote) {
                Path folder = work.resolve("remote");
                RemoteApp.write(description, remote, RemoteTools.of(remote, NodeRuntime.find(), work), folder);
                return packed(folder, work);
            }
            Path archive = work.resolve("fetched.mcpb");
            download((Origin.Package) description.origin(), archive);
            Path folder = work.resolve("unpacked");
            BundleArchive.unpack(archive, folder);
            Path manifest = folder.resolve("manifest.json");
            Json.Obj json = Json.parseObject(Files.readString(manifest));
            if (!json.text("version").equals(description.version())) {
                throw invalid(
                        "it has the version " + json.text("version") + " and its server.json " + description.version());
            }
            Json.Obj meta = json.get("_meta").isEmpty() ? Json.object() : json.object("_meta");
            if (description.permissions().isEmpty() || meta.get("dev.cloister").isPresent()) {
                return archive;
            }
            Json.Obj completed = json.with(
                    "_meta", meta.with("dev.cloister", description.permissions().get()));
            Files.writeString(manifest, completed.text());
            return packed(folder, work);
        } catch (IOException e) {
            throw new UncheckedIOException(serverJson + " or its bundle cannot be read", e);
        }
    }

    private static Path packed(Path folder, Path work) throws IOException {
        Path packed = work.resolve("described.mcpb");
        try (OutputStream out = Files.newOutputStream(packed)) {
            BundleArchive.packSource(folder, out);
        }
        return packed;
    }

    private void download(Origin.Package described, Path archive) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(described.address())
                .timeout(PATIENCE)
                .header("Accept", "*/*")
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw invalid("its address answers with status " + response.statusCode());
                }
                byte[] bytes = body.readNBytes((int) BundleArchive.LARGEST + 1);
                if (bytes.length > BundleArchive.LARGEST) {
                    throw invalid("it has more than " + (BundleArchive.LARGEST >> 20) + " MiB");
                }
                if (!Sha256.hex(bytes).equals(described.sha256())) {
                    throw invalid("what lies at its address is not the file that its server.json describes");
                }
                Files.write(archive, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The download was interrupted", e);
        }
    }

    private static SandboxException invalid(String why) {
        return new SandboxException(
                SandboxException.Code.BUNDLE_INVALID,
                "The bundle cannot be used: " + why + ". Nothing was installed. Ask its publisher.");
    }
}
