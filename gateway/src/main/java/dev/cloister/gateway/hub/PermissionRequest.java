package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
 * @param reads which of the user's data the tool reads, in words
 * @param effect none, read, write or irreversible
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
        List<String> reads,
        String effect,
        List<String> choices) {}
