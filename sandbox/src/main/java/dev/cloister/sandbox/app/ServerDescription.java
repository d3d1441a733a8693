package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server as the MCP registry describes it in a {@code server.json} (schema 2025-12-11), as far as Cloister can run it: a
 * package of the type {@code mcpb}, which is a file at an address with a checksum. Packages of other registries would be
 * installed by scripts of their own, and remote servers hold the user's data elsewhere.
 *
 * @param name the server's name in reverse-DNS form
 * @param version its version, which the bundle must have too
 * @param address where the bundle lies: https, or http on this machine
 * @param sha256 its checksum, 64 hexadecimal digits
 * @param permissions our permission block, where it stands beside the description and not in the bundle
 */
public record ServerDescription(
        String name, String version, URI address, String sha256, Optional<Json.Obj> permissions) {

    private static final String SCHEMA_DATE = "2025-12-11";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9.-]{1,100}/[a-zA-Z0-9._-]{1,100}");
    private static final Pattern SHA256 = Pattern.compile("[a-f0-9]{64}");
    private static final String PUBLISHER = "io.modelcontextprotocol.registry/publisher-provided";

    /**
     * Reads a description.
     *
     * @throws SandboxException BUNDLE_INVALID with what to correct
     */
    public static ServerDescription read(String text) {
        try {
            return read(Json.parseObject(text));
        } catch (SandboxException e) {
            if (e.code() == SandboxException.Code.BUNDLE_INVALID) {
                throw e;
            }
            throw AppBundle.invalid("its server.json cannot be read: " + e.getMessage(), e);
        }
    }

    private static ServerDescription read(Json.Obj json) {
        require(json.text("$schema").contains(SCHEMA_DATE), "its server.json must follow the schema of " + SCHEMA_DATE);
        require(NAME.matcher(json.text("name")).matches(), "the name in its server.json must be like io.example/name");
        Json.Obj found = json.get("packages").isEmpty()
                ? Json.object()
                : json.list("packages").stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .filter(one -> one.text("registryType").equals("mcpb"))
                        .findFirst()
                        .orElse(Json.object());
        require(
                !found.members().isEmpty(),
                "its server.json names no package of the registryType mcpb, the only one that runs here without installing"
                        + " anything");
        require(
                found.object("transport").text("type").equals("stdio"),
                "its package must speak over standard streams (transport stdio)");
        String sha256 = found.text("fileSha256");
        require(SHA256.matcher(sha256).matches(), "its package must have a fileSha256 of 64 hexadecimal digits");
        return new ServerDescription(
                json.text("name"), json.text("version"), address(found.text("identifier")), sha256, permissions(json));
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            String scheme = address.getScheme() == null ? "" : address.getScheme();
            String host = address.getHost() == null ? "" : address.getHost();
            require(
                    scheme.equals("https") && !host.isEmpty() || scheme.equals("http") && host.equals("127.0.0.1"),
                    "its package must lie at an https address");
            require(address.getUserInfo() == null, "the address of its package may hold no name and password");
            return address;
        } catch (IllegalArgumentException e) {
            throw AppBundle.invalid("its package has no address", e);
        }
    }

    private static Optional<Json.Obj> permissions(Json.Obj json) {
        if (json.get("_meta").isEmpty()) {
            return Optional.empty();
        }
        Json.Obj meta = json.object("_meta");
        Json.Obj from = meta.get(PUBLISHER).isPresent() ? meta.object(PUBLISHER) : meta;
        return from.get("dev.cloister").isPresent() ? Optional.of(from.object("dev.cloister")) : Optional.empty();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw AppBundle.invalid(what);
        }
    }
}
