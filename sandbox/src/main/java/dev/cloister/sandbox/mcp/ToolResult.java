package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.json.Json;
import java.util.List;

/**
 * What a tool answered.
 *
 * @param text its texts, joined by line ends, and a last line that names what was left out: pictures, sounds, files and
 *     links (MCP 2026-07-28, server/tools, Tool Result). The structured content where there is no text
 * @param isError whether the tool says that it failed
 */
public record ToolResult(String text, boolean isError) {

    private static final int MOST_NAMED = 20;
    private static final int LONGEST_NAME = 200;

    /** Reads a result of {@code tools/call}. */
    static ToolResult of(Json.Obj result) {
        StringBuilder text = new StringBuilder();
        StringBuilder leftOut = new StringBuilder();
        boolean structured = result.get("structuredContent").isPresent();
        List<Json> contents = structured && result.get("content").isEmpty() ? List.of() : result.list("content");
        int named = 0;
        for (Json item : contents) {
            if (!(item instanceof Json.Obj content)) {
                throw JsonRpcPipe.broken("a content that is no object");
            }
            if (content.text("type").equals("text")) {
                add(text, "\n", content.text("text"));
            } else if (embedded(content).get("text").isPresent()) {
                add(text, "\n", embedded(content).text("text"));
            } else if (named++ < MOST_NAMED) {
                add(leftOut, ", ", name(content));
            }
        }
        if (text.isEmpty() && structured) {
            text.append(result.get("structuredContent").get().text());
        }
        if (named > MOST_NAMED) {
            leftOut.append(" and ").append(named - MOST_NAMED).append(" more");
        }
        if (!leftOut.isEmpty()) {
            add(text, "\n", "[Left out: " + leftOut + "]");
        }
        return new ToolResult(text.toString(), result.get("isError").isPresent() && result.truth("isError"));
    }

    private static void add(StringBuilder to, String separator, String more) {
        to.append(to.isEmpty() ? "" : separator).append(more);
    }

    private static Json.Obj embedded(Json.Obj content) {
        return content.text("type").equals("resource") ? content.object("resource") : Json.object();
    }

    private static String name(Json.Obj content) {
        String type = content.text("type");
        if (type.equals("image") || type.equals("audio")) {
            return shown(type + " " + content.text("mimeType"));
        }
        if (type.equals("resource_link")) {
            return shown("link " + content.text("name") + " " + content.text("uri"));
        }
        return shown(type.equals("resource") ? "file " + embedded(content).text("uri") : type);
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }
}
