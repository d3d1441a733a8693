package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What an app did for an answer.
 *
 * @param app the app's name
 * @param appTitle its title
 * @param tool the tool that ran
 * @param arguments what it was called with
 * @param saw what of the user's data the app saw, a sentence each
 * @param result what the app answered: untrusted text
 * @param asker the title of the app that asked for it; absent where the user's words did
 * @param isError whether the app reports a failure
 */
public record AppUse(
        String app,
        String appTitle,
        String tool,
        JsonNode arguments,
        List<String> saw,
        String result,
        Optional<String> asker,
        boolean isError) {}
