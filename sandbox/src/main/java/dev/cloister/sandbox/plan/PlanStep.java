package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.OptionalInt;

/**
 * One call that a plan holds.
 *
 * @param words the part of the user's words that asks for it: all that the app is told
 * @param app the app that it is bound to
 * @param tool the tool, which takes and gives values of the types that it was registered with
 * @param uses the number of the step, from 0, whose result it is given; absent where it needs the words alone
 */
public record PlanStep(String words, AppBundle app, ToolManifest tool, OptionalInt uses) {

    /** The app's registered name. */
    public String appName() {
        return app.manifest().name();
    }
}
