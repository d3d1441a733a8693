package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the user is asked before an app's tool runs.
 *
 * @param id names the request when it is answered
 * @param app the app's name
 * @param appTitle its title
 * @param tool the tool's name
 * @param toolTitle its title
 * @param arguments what the tool is to be called with; the user may change them
 * @param schema the JSON Schema of the arguments
 * @param words what of the user's words the app has been told
 * @param earlier how many earlier requests of the same conversation the app was reminded of
 * @param reads which of the user's data the tool reads, in words
 * @param reaches which hosts the app may send to, a line each
 * @param effect none, read, write or irreversible
 * @param asker the title of the app that asks for the call by itself; absent where the user's words ask for it
 * @param carried what it is given that is not the user's own words
 * @param choices once, chat, always: what may be granted
 */
public record PermissionRequest(
        UUID id,
        String app,
        String appTitle,
        String tool,
        String toolTitle,
        JsonNode arguments,
        JsonNode schema,
        Optional<String> words,
        int earlier,
        List<String> reads,
        List<String> reaches,
        String effect,
        Optional<String> asker,
        List<Carried> carried,
        List<String> choices) {

    /** The same question under that id. */
    PermissionRequest named(UUID other) {
        return new PermissionRequest(
                other, app, appTitle, tool, toolTitle, arguments, schema, words, earlier, reads, reaches, effect, asker,
                carried, choices);
    }

    /**
     * An argument with a history.
     *
     * @param argument its name
     * @param from the titles of the apps that had a hand in it
     * @param widens whether the app could not read it before
     */
    public record Carried(String argument, List<String> from, boolean widens) {}
}
