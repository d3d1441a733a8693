package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call that is about to be made, with where what it carries comes from.
 *
 * @param app the app that is called
 * @param tool its tool
 * @param arguments what it is called with
 * @param carried which arguments hold what is not the user's own words
 * @param asker the app that asks for the call by itself; absent where the plan of the user's request holds it
 * @param alone whether it is the whole of a plan that is made of all the user's words: where words were cut apart, some of
 *     them may be what somebody else wrote and the user pasted
 */
public record Call(
        AppBundle app,
        ToolManifest tool,
        Json.Obj arguments,
        List<Carried> carried,
        Optional<AppBundle> asker,
        boolean alone) {

    public Call {
        carried = List.copyOf(carried);
    }

    /**
     * An argument whose value has a history.
     *
     * @param argument its name; empty for the request as a whole
     * @param label who wrote the value and who could read it so far
     */
    public record Carried(String argument, Label label) {}

    /** The same call with the arguments that the user left in it. */
    public Call with(Json.Obj corrected) {
        return new Call(app, tool, corrected, carried, asker, alone);
    }

    /** Whether the plan that was made of the user's words holds it. */
    public boolean planned() {
        return asker.isEmpty();
    }

    /** The apps that had a hand in what it carries or that ask for it, in order. */
    public Collection<String> from() {
        Set<String> apps = new TreeSet<>();
        carried.forEach(one -> apps.addAll(one.label().writingApps()));
        asker.ifPresent(bundle -> apps.add(bundle.manifest().name()));
        return apps;
    }

    /** The apps that had a hand in what it carries, but for the one that asks. */
    public Collection<String> writers() {
        Collection<String> apps = from();
        asker.ifPresent(bundle -> apps.remove(bundle.manifest().name()));
        return apps;
    }

    /** Whether it changes something outside of the sandbox. */
    public boolean changes() {
        return tool.effect() == Effect.WRITE || tool.effect() == Effect.IRREVERSIBLE;
    }
}
