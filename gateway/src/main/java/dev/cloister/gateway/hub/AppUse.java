package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an app did for an answer.
 *
 * @param app the app's name
 * @param appTitle its title
 * @param tool the tool that ran
 * @param arguments what it was called with
 * @param saw what of the user's data the app saw, a sentence each
 * @param result what the app answered: untrusted text
 * @param isError whether the app reports a failure
 */
public record AppUse(
        String app,
        String appTitle,
        String tool,
        JsonNode arguments,
        List<String> saw,
        String result,
        boolean isError) {}
