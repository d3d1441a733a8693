package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the one thing that a server may ask for while a call is under way: another app's function.
 *
 * <p>In 2025-11-25 it is a request of the server's own, declared as an experimental capability. 2026-07-28 has no such
 * requests: there it is an input request of a result that wants input (basic/patterns/mrtr), declared as an extension.
 */
final class FunctionRequests {

    static final String METHOD = "dev.cloister/request";

    /** How either era declares it, under the name of its own. */
    static final Json.Obj DECLARED = Json.object().with(METHOD, Json.object());

    private static final int MOST_AT_ONCE = 4;

    private final McpClient.Collaboration others;

    FunctionRequests(McpClient.Collaboration others) {
        this.others = others;
    }

    /** One function's result. */
    Json.Obj serve(Json.Obj wish) {
        try {
            ToolResult found = others.request(wish.text("functionality"), wish.object("arguments"));
            return Json.object().with("text", found.text()).with("isError", new Json.Bool(found.isError()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the next try of a call carries after a result that wants input, or nothing where it wants anything else. */
    Optional<Json.Obj> serveAll(Json.Obj result) {
        if (!(result.members().get("inputRequests") instanceof Json.Obj wishes)
                || wishes.members().isEmpty()
                || wishes.members().size() > MOST_AT_ONCE) {
            return Optional.empty();
        }
        for (Json wish : wishes.members().values()) {
            if (!(wish instanceof Json.Obj asked) || !asked.text("method").equals(METHOD)) {
                return Optional.empty();
            }
        }
        Json.Obj responses = Json.object();
        for (Map.Entry<String, Json> wish : wishes.members().entrySet()) {
            if (wish.getValue() instanceof Json.Obj asked) {
                responses = responses.with(wish.getKey(), serve(asked.object("params")));
            }
        }
        Json.Obj more = Json.object().with("inputResponses", responses);
        Optional<Json> state = result.get("requestState");
        return Optional.of(state.isPresent() ? more.with("requestState", state.get()) : more);
    }
}
