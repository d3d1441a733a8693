package dev.cloister.sandbox.app;

import dev.cloister.sandbox.json.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a {@code remotes} entry of a {@code server.json}: its address and its header fields, whose values may hold
 * <code>{variables}</code>. What is marked as secret, and what a person would have to fill in, becomes a secret of the app.
 */
final class RemoteReader {

    private static final int MOST_HEADERS = 8;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_SECRET = 64;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_-]{1,40})}");

    /** What the transport itself sets. */
    private static final List<String> TAKEN = List.of(
            "accept",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "host",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "transfer-encoding");

    private RemoteReader() {}

    /** @param app the server's name, which its secrets' names begin with: none of them is another server's */
    static ServerDescription.Origin.Remote read(String app, Json.Obj json) {
        URI address = ServerDescription.address(json.text("url"), "its remote server");
        ServerDescription.require(
                address.getQuery() == null
                        && address.getFragment() == null
                        && !address.getPath().isEmpty(),
                "the address of its remote server must have a path and neither a query nor a fragment");
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        List<Json> listed = json.get("headers").isPresent() ? json.list("headers") : List.of();
        ServerDescription.require(
                listed.size() <= MOST_HEADERS, "its remote server may want " + MOST_HEADERS + " headers at most");
        for (Json item : listed) {
            ServerDescription.require(item instanceof Json.Obj, "its headers must be objects");
            header(app, (Json.Obj) item, headers, secrets);
        }
        return new ServerDescription.Origin.Remote(address, headers, secrets);
    }

    private static void header(String app, Json.Obj json, Map<String, String> headers, Map<String, String> secrets) {
        String name = json.text("name");
        String field = name.toLowerCase(Locale.ROOT);
        ServerDescription.require(
                HEADER.matcher(name).matches() && !TAKEN.contains(field),
                "its remote server may not want the header \"" + name + "\"");
        boolean given = json.get("value").isPresent();
        String value = given ? json.text("value") : "{" + name + "}";
        ServerDescription.require(
                VALUE.matcher(value).matches() && value.length() <= LONGEST_VALUE,
                "the value of the header " + name + " must be printable and short");
        String filled = VARIABLE.matcher(value).replaceAll(found -> {
            String secret = secret(app, found.group(1));
            secrets.put(secret, field);
            return "{" + secret + "}";
        });
        ServerDescription.require(
                !VARIABLE.matcher(value).replaceAll("").matches(".*[{}].*"),
                "the value of the header " + name + " has a variable with a name that is too long or no name");
        ServerDescription.require(headers.put(name, filled) == null, "it wants the header " + name + " twice");
    }

    private static String secret(String app, String variable) {
        String last = app.substring(app.indexOf('/') + 1);
        String name =
                "REMOTE_" + (last + "_" + variable).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        ServerDescription.require(
                name.length() <= LONGEST_SECRET, "the name of the secret " + variable + " is too long");
        return name;
    }
}
