package dev.cloister.sandbox.remote;

import dev.cloister.sandbox.egress.TestHost;
import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small server of MCP over streamable HTTP, good or bad, whose one tool says its argument back. */
final class HttpMcpServer implements TestHost.Answer {

    /** How it behaves. */
    enum Manner {
        NEWER,
        OLDER_WITH_EVENTS,
        ANSWERS_ANOTHER_QUESTION,
        TALKS_WITHOUT_END,
        REDIRECTS,
        SENDS_NO_JSON
    }

    private static final String SESSION = "s-1";
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

    private final Manner manner;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String description = "Says it back";

    HttpMcpServer(Manner manner) {
        this.manner = manner;
    }

    /** From now on its tool is said to be something else. */
    void describe(String other) {
        description = other;
    }

    /** The arguments of the calls that reached it. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** What it says of its tools. */
    Json.Arr tools() {
        return new Json.Arr(List.of(Json.object()
                .with("name", "say")
                .with("description", description)
                .with(
                        "inputSchema",
                        Json.parseObject("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}"))));
    }

    @Override
    public void to(String head, InputStream in, OutputStream out) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("post")) {
            write(out, "204 No Content", "text/plain", "");
            return;
        }
        Matcher length = LENGTH.matcher(lower);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        Json.Obj asked = Json.parseObject(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        if (!lower.contains("authorization: bearer sesame-open-0123456789")) {
            write(out, "401 Unauthorized", "text/plain", "who are you?");
        } else if (asked.get("id").isEmpty()) {
            write(out, "202 Accepted", "text/plain", "");
        } else {
            answer(asked, lower, out);
        }
    }

    private void answer(Json.Obj asked, String head, OutputStream out) throws IOException {
        String method = asked.text("method");
        boolean old = manner == Manner.OLDER_WITH_EVENTS;
        if (old && !method.equals("initialize") && !head.contains("mcp-session-id: " + SESSION)) {
            write(out, "400 Bad Request", "application/json", error(asked, "no session"));
            return;
        }
        if (!old && !head.contains("mcp-method: " + method)) {
            write(out, "400 Bad Request", "application/json", error(asked, "no routing"));
            return;
        }
        switch (method) {
            case "initialize" ->
                reply(asked, "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{}}", out);
            case "tools/list" ->
                reply(asked, Json.object().with("tools", tools()).text(), out);
            default -> {
                Json.Obj arguments = asked.object("params").object("arguments");
                calls.add(arguments.text());
                String content = Json.object()
                        .with("type", "text")
                        .with("text", "You said " + arguments.text("text"))
                        .text();
                reply(asked, "{\"content\":[" + content + "],\"isError\":false}", out);
            }
        }
    }

    private void reply(Json.Obj asked, String result, OutputStream out) throws IOException {
        String id = asked.members().getOrDefault("id", new Json.Num("0")).text();
        String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
        switch (manner) {
            case NEWER -> write(out, "200 OK", "application/json", message);
            case OLDER_WITH_EVENTS ->
                write(
                        out,
                        "200 OK",
                        "text/event-stream",
                        ": hello\r\n\r\nevent: message\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}"
                                + "\r\n\r\nid: 7\ndata:" + message + "\n\n");
            case ANSWERS_ANOTHER_QUESTION ->
                write(out, "200 OK", "application/json", message.replace("\"id\":" + id, "\"id\":77"));
            case TALKS_WITHOUT_END -> write(out, "200 OK", "application/json", message + " ".repeat(5 << 20));
            case REDIRECTS ->
                out.write(
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            case SENDS_NO_JSON -> write(out, "200 OK", "application/json", "<html>hello</html>");
        }
    }

    private static String error(Json.Obj asked, String why) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + asked.members().getOrDefault("id", new Json.Num("0")).text()
                + ",\"error\":{\"code\":-32600,\"message\":\"" + why + "\"}}";
    }

    private void write(OutputStream out, String status, String type, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String session = manner == Manner.OLDER_WITH_EVENTS ? "Mcp-Session-Id: " + SESSION + "\r\n" : "";
        out.write(("HTTP/1.1 " + status + "\r\n" + session + "Content-Type: " + type + "\r\nContent-Length: "
                        + bytes.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
    }
}
