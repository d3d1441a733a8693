package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.json.Json;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One rule of a policy.
 *
 * @param tool the tool it is about, {@code *} for all
 * @param priority of several rules that fit a call the one with the greatest decides, of equals the strictest
 * @param action what it says
 * @param when a JSON Schema (2020-12) that a call's arguments must fit; without one the rule fits each call
 * @param from apps, by name or {@code *} for any: the rule fits calls only that carry what one of them wrote, or that one
 *     of them asks for; where it is empty the rule fits whatever the call carries
 * @param message what the user is told where it forbids; may be empty
 */
public record PolicyRule(
        String tool, int priority, PolicyAction action, Optional<Json.Obj> when, Set<String> from, String message) {

    /** All tools, or all apps. */
    public static final String ANY = "*";

    public PolicyRule {
        from = Set.copyOf(from);
    }

    /** The rule that would let the user decide on a tool which this one forbids; none can outweigh the highest. */
    public Optional<PolicyRule> askingInstead(String named) {
        return priority < PolicyReader.HIGHEST_PRIORITY
                ? Optional.of(new PolicyRule(named, priority + 1, PolicyAction.ASK, Optional.empty(), Set.of(), ""))
                : Optional.empty();
    }

    boolean isAbout(String name) {
        return tool.equals(ANY) || tool.equals(name);
    }

    /** Whether it is about calls that carry what these apps wrote. */
    boolean isAboutValuesOf(Collection<String> apps) {
        return from.isEmpty() || apps.stream().anyMatch(app -> from.contains(ANY) || from.contains(app));
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
        if (!from.isEmpty()) {
            json = json.with(
                    "from",
                    new Json.Arr(new TreeSet<>(from)
                            .stream().<Json>map(Json.Str::new).toList()));
        }
        return message.isEmpty() ? json : json.with("message", message);
    }
}
