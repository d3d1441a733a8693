package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.isc.Turn;
import java.util.List;

/** What the hub does for a spoke while it carries out a request. */
public interface HubServices {

    /**
     * Asks the model. The prompt is the app's: it goes to the model under the app's own session and nowhere else.
     *
     * @param schema a JSON Schema, as JSON text, that the answer must fit
     * @return the model's answer
     */
    String model(List<Turn> prompt, String schema);

    /**
     * Asks the user, or looks at standing grants. Data that the tool reads is handed over by {@link DataRoom} before this
     * returns an allowing answer.
     *
     * @param tool the tool of the request; a spoke that asks for another is ended before this is called
     * @param argumentsJson a JSON object
     */
    PermissionAnswer permission(String tool, String argumentsJson);

    /**
     * Carries out a function of another app for the one that speaks, or says why not. Who asks is known by its pipe.
     *
     * @param functionality {@code app.tool}, in the app's own words
     * @param argumentsJson a JSON object, in the app's own words
     */
    default SpokeResult collaborate(String functionality, String argumentsJson) {
        return new SpokeResult.Denied("Other apps cannot be asked during this call.");
    }
}
