package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.json.Json;
import java.util.Optional;

/**
 * One rule of a policy.
 *
 * @param tool the tool it is about, {@code *} for all
 * @param priority of several rules that fit a call the one with the greatest decides, of equals the strictest
 * @param action what it says
 * @param when a JSON Schema (2020-12) that a call's arguments must fit; without one the rule fits each call
 * @param message what the user is told where it forbids; may be empty
 */
public record PolicyRule(String tool, int priority, PolicyAction action, Optional<Json.Obj> when, String message) {

    /** All tools. */
    public static final String ANY = "*";

    boolean isAbout(String name) {
        return tool.equals(ANY) || tool.equals(name);
    }

    /** The rule as it stands in a policy file. */
    public Json.Obj json() {
        Json.Obj json = Json.object().with("tool", tool).with("action", action.word());
        if (priority != 0) {
            json = json.with("priority", new Json.Num(Integer.toString(priority)));
        }
        if (when.isPresent()) {
            json = json.with("when", when.get());
        }
        return message.isEmpty() ? json : json.with("message", message);
    }
}
