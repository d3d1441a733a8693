package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server as the MCP registry describes it in a {@code server.json} (schema 2025-12-11), as far as Cloister can run it: a
 * package of the type {@code mcpb}, which is a file at an address with a checksum, or else a server elsewhere that speaks
 * streamable HTTP. Packages of other registries would be installed by scripts of their own.
 *
 * @param name the server's name in reverse-DNS form
 * @param title its name for people, empty where it says none
 * @param description what it says of itself
 * @param version its version, which a bundle must have too
 * @param origin where it is
 * @param permissions our permission block, where it stands beside the description and not in the bundle
 */
public record ServerDescription(
        String name, String title, String description, String version, Origin origin, Optional<Json.Obj> permissions) {

    /** Where a server is. */
    public sealed interface Origin {

        /**
         * A bundle to run here.
         *
         * @param address where it lies: https, or http on this machine
         * @param sha256 its checksum, 64 hexadecimal digits
         */
        record Package(URI address, String sha256) implements Origin {}

        /**
         * A server that runs elsewhere.
         *
         * @param address where it speaks streamable HTTP: https, or http on this machine
         * @param headers what each request holds, with <code>{NAME}</code> for a secret of that name
         * @param secrets the name of each secret and the header field that it stands in, in lower case
         */
        record Remote(URI address, Map<String, String> headers, Map<String, String> secrets) implements Origin {
            public Remote {
                headers = Map.copyOf(headers);
                secrets = Map.copyOf(secrets);
            }
        }
    }

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
        Optional<Json.Obj> bundle = listed(json, "packages", "registryType", "mcpb");
        Optional<Json.Obj> remote = listed(json, "remotes", "type", "streamable-http");
        require(
                bundle.isPresent() || remote.isPresent(),
                "its server.json names neither a package of the registryType mcpb, the only one that runs here without"
                        + " installing anything, nor a remote of the type streamable-http");
        Origin origin = bundle.isPresent()
                ? packaged(bundle.get())
                : RemoteReader.read(json.text("name"), remote.orElseThrow());
        return new ServerDescription(
                json.text("name"),
                json.get("title").isPresent() ? json.text("title") : "",
                json.text("description"),
                json.text("version"),
                origin,
                permissions(json));
    }

    private static Optional<Json.Obj> listed(Json.Obj json, String list, String member, String value) {
        return json.get(list).isEmpty()
                ? Optional.empty()
                : json.list(list).stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .filter(one -> one.text(member).equals(value))
                        .findFirst();
    }

    private static Origin packaged(Json.Obj found) {
        require(
                found.object("transport").text("type").equals("stdio"),
                "its package must speak over standard streams (transport stdio)");
        String sha256 = found.text("fileSha256");
        require(SHA256.matcher(sha256).matches(), "its package must have a fileSha256 of 64 hexadecimal digits");
        return new Origin.Package(address(found.text("identifier"), "its package"), sha256);
    }

    /** An https address, or an http one on this machine. */
    static URI address(String text, String whose) {
        try {
            URI address = URI.create(text);
            String scheme = address.getScheme() == null ? "" : address.getScheme();
            String host = address.getHost() == null ? "" : address.getHost();
            require(
                    scheme.equals("https") && !host.isEmpty() || scheme.equals("http") && host.equals("127.0.0.1"),
                    whose + " must lie at an https address");
            require(address.getUserInfo() == null, "the address of " + whose + " may hold no name and password");
            return address;
        } catch (IllegalArgumentException e) {
            throw AppBundle.invalid(whose + " has no address", e);
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

    static void require(boolean holds, String what) {
        if (!holds) {
            throw AppBundle.invalid(what);
        }
    }
}
