package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The prompt with which an app's operator has the model fill in a tool's arguments. It is made inside the spoke of what
 * the app itself says, so an app's words never stand in the hub's prompt or another app's.
 */
public final class OperatorPrompt {

    private OperatorPrompt() {}

    /**
     * The worked examples of the manifest become turns of the chat. A small model follows them better than rules or a
     * schema, which the grammar enforces anyway: of sixteen requests the default model filled in sixteen this way and
     * five with the schema in its prompt.
     */
    public static List<Turn> of(ToolDescription tool, String text, List<Remembered> memory, Json.Obj manifest) {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("system", "Turn the request into the JSON arguments of " + tool.name() + "."));
        for (Json item : examples(tool.name(), manifest)) {
            if (item instanceof Json.Obj example && example.get("arguments").isPresent()) {
                turns.add(new Turn("user", example.text("text")));
                turns.add(new Turn("assistant", example.object("arguments").text()));
            }
        }
        for (Remembered one : memory) {
            turns.add(new Turn("user", one.text()));
            turns.add(new Turn("assistant", one.arguments().text()));
        }
        turns.add(new Turn("user", text));
        return turns;
    }

    private static List<Json> examples(String tool, Json.Obj manifest) {
        Optional<Json> at = manifest.get("_meta");
        for (String step : List.of("dev.cloister", "tools", tool, "examples")) {
            at = at.orElse(Json.object()) instanceof Json.Obj object ? object.get(step) : Optional.empty();
        }
        return at.orElse(Json.object()) instanceof Json.Arr list ? list.items() : List.of();
    }
}
