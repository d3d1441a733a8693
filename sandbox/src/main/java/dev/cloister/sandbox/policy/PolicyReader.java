package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads policy files, strictly: what is not known is refused. */
final class PolicyReader {

    private static final int MOST_RULES = 200;
    static final int HIGHEST_PRIORITY = 1_000_000;
    private static final int LONGEST = 64 << 10;
    private static final int LONGEST_MESSAGE = 300;
    private static final Set<String> FIELDS = Set.of("mode", "rules");
    private static final Set<String> RULE_FIELDS = Set.of("tool", "priority", "action", "when", "from", "message");

    private PolicyReader() {}

    static AppPolicy read(String text) {
        try {
            require(text.length() <= LONGEST, "it has more than " + (LONGEST >> 10) + " KiB");
            Json.Obj json = Json.parseObject(text);
            require(FIELDS.containsAll(json.members().keySet()), "it may hold " + FIELDS + " only");
            AppPolicy.Mode mode = json.get("mode").isEmpty() ? AppPolicy.Mode.ENFORCE : mode(json.text("mode"));
            List<PolicyRule> rules = new ArrayList<>();
            for (Json item : json.list("rules")) {
                require(item instanceof Json.Obj, "rules must hold objects");
                rules.add(rule((Json.Obj) item, rules.size() + 1));
            }
            require(rules.size() <= MOST_RULES, "it has more than " + MOST_RULES + " rules");
            return new AppPolicy(mode, rules);
        } catch (SandboxException e) {
            if (e.code() == SandboxException.Code.POLICY_INVALID) {
                throw e;
            }
            throw invalid(e.getMessage(), e);
        }
    }

    private static AppPolicy.Mode mode(String word) {
        return switch (word) {
            case "enforce" -> AppPolicy.Mode.ENFORCE;
            case "learn" -> AppPolicy.Mode.LEARN;
            default -> throw invalid("mode must be enforce or learn");
        };
    }

    private static PolicyRule rule(Json.Obj json, int number) {
        String where = "rule " + number + ": ";
        require(RULE_FIELDS.containsAll(json.members().keySet()), where + "it may hold " + RULE_FIELDS + " only");
        PolicyAction action = PolicyAction.of(json.text("action"))
                .orElseThrow(() -> invalid(where + "action must be forbid, ask or allow"));
        String message = json.get("message").isEmpty() ? "" : json.text("message");
        require(message.length() <= LONGEST_MESSAGE, where + "message is longer than " + LONGEST_MESSAGE);
        Optional<Json.Obj> when = json.get("when").isEmpty() ? Optional.empty() : Optional.of(json.object("when"));
        PolicyRule rule =
                new PolicyRule(json.text("tool"), priority(json, where), action, when, from(json, where), message);
        try {
            when.ifPresent(ArgumentCondition::new);
        } catch (IllegalArgumentException e) {
            throw invalid(where + "when is no JSON Schema that can be used: " + e.getMessage(), e);
        }
        return rule;
    }

    private static Set<String> from(Json.Obj json, String where) {
        if (json.get("from").isEmpty()) {
            return Set.of();
        }
        Set<String> apps = new TreeSet<>();
        for (Json item : json.list("from")) {
            require(item instanceof Json.Str, where + "from must hold names of apps, or \"*\"");
            apps.add(((Json.Str) item).value());
        }
        require(
                !apps.isEmpty(),
                where + "from names no app; leave it out for a rule that fits whatever the call carries");
        return apps;
    }

    private static int priority(Json.Obj json, String where) {
        if (json.get("priority").isEmpty()) {
            return 0;
        }
        if (json.get("priority").get() instanceof Json.Num number
                && number.literal().matches("-?\\d{1,7}")) {
            int priority = Integer.parseInt(number.literal());
            require(Math.abs(priority) <= HIGHEST_PRIORITY, where + "priority must lie within a million of 0");
            return priority;
        }
        throw invalid(where + "priority must be a whole number");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw invalid(what);
        }
    }

    private static SandboxException invalid(String what) {
        return new SandboxException(SandboxException.Code.POLICY_INVALID, inWords(what));
    }

    private static SandboxException invalid(String what, Exception cause) {
        return new SandboxException(SandboxException.Code.POLICY_INVALID, inWords(what), cause);
    }

    private static String inWords(String what) {
        return "The policy cannot be used: " + what
                + ". The policy before it stays in force. Correct it and send it again.";
    }
}
