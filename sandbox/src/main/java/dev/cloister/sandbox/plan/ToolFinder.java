package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.List;
import java.util.Optional;

/** Knows which registered tool a user's words are closest to. Nothing that an app says while it runs has a say in it. */
public interface ToolFinder {

    /** The closest tool for each text, in order; absent where there is no tool at all. */
    List<Optional<Match>> closest(List<String> texts);

    /**
     * A tool and how close it is.
     *
     * @param cosine between the words and the closest example that the tool was registered with, -1 to 1
     */
    record Match(AppBundle app, ToolManifest tool, double cosine) {}
}
