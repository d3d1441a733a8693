package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.isc.Turn;
import java.util.List;

/** The language model, as the hub lets others use it: each in a session of its own. */
public interface Models {

    /** Answers an app's prompt in the app's own session. */
    String fillIn(AppBundle app, List<Turn> prompt, String schema);

    /**
     * Picks what is asked for out of a text that is not trusted, in a session that has no tools, no history and no way to
     * say anything but one of the candidates.
     *
     * @param words what the user asked for
     * @param text where it stands
     * @param candidates what may be answered, two at least
     */
    String pick(String words, String text, List<String> candidates);
}
