package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An organisation's rules for one app: which calls are forbidden, which must be asked for each time and which need no
 * question (after Progent, arXiv 2504.11703).
 *
 * <p>Security guarantees: a policy never stands for the user's consent. A tool that reads or changes something of the
 * user's is asked for whatever a rule allows; what cannot be undone is asked for each time. Where several rules fit, the
 * greatest priority decides and among equals the strictest; where none does, nothing is widened.
 *
 * @param mode whether what is forbidden is refused, or only noted
 */
public record AppPolicy(Mode mode, List<PolicyRule> rules) {

    /** No rules. */
    public static final AppPolicy NONE = new AppPolicy(Mode.ENFORCE, List.of());

    private static final int MOST_RULES = 200;
    private static final int HIGHEST_PRIORITY = 1_000_000;
    private static final int LONGEST = 64 << 10;
    private static final int LONGEST_MESSAGE = 300;
    private static final Set<String> FIELDS = Set.of("mode", "rules");
    private static final Set<String> RULE_FIELDS = Set.of("tool", "priority", "action", "when", "message");

    public AppPolicy {
        rules = List.copyOf(rules);
    }

    /** What becomes of a call that a rule forbids. */
    public enum Mode {
        /** It is refused. */
        ENFORCE,
        /** The user is asked, and the rule that would have allowed it is noted: for finding out which rules fit. */
        LEARN
    }

    /**
     * Reads a policy file: {@code {"mode": "enforce|learn", "rules": [{"tool", "action", "priority", "when", "message"}]}}.
     *
     * @throws SandboxException POLICY_INVALID with what to correct
     */
    public static AppPolicy read(String text) {
        try {
            require(text.length() <= LONGEST, "it has more than " + (LONGEST >> 10) + " KiB");
            Json.Obj json = Json.parseObject(text);
            require(FIELDS.containsAll(json.members().keySet()), "it may hold " + FIELDS + " only");
            Mode mode = json.get("mode").isEmpty() ? Mode.ENFORCE : mode(json.text("mode"));
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

    private static Mode mode(String word) {
        return switch (word) {
            case "enforce" -> Mode.ENFORCE;
            case "learn" -> Mode.LEARN;
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
        PolicyRule rule = new PolicyRule(json.text("tool"), priority(json, where), action, when, message);
        try {
            when.ifPresent(ArgumentCondition::new);
        } catch (IllegalArgumentException e) {
            throw invalid(where + "when is no JSON Schema that can be used: " + e.getMessage(), e);
        }
        return rule;
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

    /** The policy as a file. */
    public String text() {
        return Json.object()
                .with("mode", mode == Mode.LEARN ? "learn" : "enforce")
                .with(
                        "rules",
                        new Json.Arr(rules.stream().<Json>map(PolicyRule::json).toList()))
                .text();
    }

    /** The same policy with one more rule. */
    public AppPolicy with(PolicyRule rule) {
        List<PolicyRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new AppPolicy(mode, more);
    }

    /**
     * What the policy says of a call.
     *
     * @param tool the tool as its manifest declares it
     */
    public PolicyVerdict judge(ToolManifest tool, Json.Obj arguments) {
        Optional<PolicyRule> deciding = rules.stream()
                .filter(rule -> rule.isAbout(tool.name()))
                .filter(rule -> fits(rule, arguments))
                .max(Comparator.comparingInt(PolicyRule::priority)
                        .thenComparing(PolicyRule::action, Comparator.reverseOrder()));
        if (deciding.isEmpty()) {
            return PolicyVerdict.SILENT;
        }
        PolicyRule rule = deciding.get();
        return switch (rule.action()) {
            case FORBID ->
                new PolicyVerdict(
                        Optional.of(PolicyAction.FORBID),
                        deciding,
                        rule.message(),
                        rule.priority() < HIGHEST_PRIORITY
                                ? Optional.of(proposal(tool, arguments, rule))
                                : Optional.empty());
            case ASK -> new PolicyVerdict(Optional.of(PolicyAction.ASK), deciding, "", Optional.empty());
            case ALLOW ->
                new PolicyVerdict(
                        tool.effect() == Effect.NONE ? Optional.of(PolicyAction.ALLOW) : Optional.empty(),
                        deciding,
                        "",
                        Optional.empty());
        };
    }

    /** Where a condition cannot be answered, it counts for what forbids and against all else. */
    private static boolean fits(PolicyRule rule, Json.Obj arguments) {
        if (rule.when().isEmpty()) {
            return true;
        }
        try {
            return new ArgumentCondition(rule.when().get()).fits(arguments);
        } catch (RuntimeException | StackOverflowError e) {
            return rule.action() == PolicyAction.FORBID;
        }
    }

    /** Asks for exactly this call, with one priority more than what forbids it. */
    private static PolicyRule proposal(ToolManifest tool, Json.Obj arguments, PolicyRule forbidding) {
        Json.Obj properties = Json.object();
        List<Json> names = new ArrayList<>();
        for (Map.Entry<String, Json> argument : arguments.members().entrySet()) {
            properties = properties.with(argument.getKey(), Json.object().with("const", argument.getValue()));
            names.add(new Json.Str(argument.getKey()));
        }
        Json.Obj exactly = Json.object()
                .with("properties", properties)
                .with("required", new Json.Arr(names))
                .with("additionalProperties", new Json.Bool(false));
        return new PolicyRule(tool.name(), forbidding.priority() + 1, PolicyAction.ASK, Optional.of(exactly), "");
    }

    /** What a reader of the policy should know: rules that name no tool, never decide, or do less than they seem to. */
    public List<String> remarks(AppManifest app) {
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            PolicyRule rule = rules.get(i);
            String name = "Rule " + (i + 1) + " ";
            if (!rule.tool().equals(PolicyRule.ANY) && app.tool(rule.tool()).isEmpty()) {
                remarks.add(name + "names no tool of this app.");
            }
            if (rule.action() == PolicyAction.ALLOW) {
                List<String> asked = app.tools().stream()
                        .filter(tool -> rule.isAbout(tool.name()) && tool.effect() != Effect.NONE)
                        .map(ToolManifest::name)
                        .toList();
                if (!asked.isEmpty()) {
                    remarks.add(name + "allows nothing for " + String.join(", ", asked)
                            + ": what reads or changes something of the user's is always the user's to allow.");
                }
            }
            int number = i;
            Optional<Integer> above = IntStream.range(0, rules.size())
                    .boxed()
                    .filter(other -> other != number && covers(rules.get(other), rule))
                    .findFirst();
            above.ifPresent(other -> remarks.add(name + "never decides: rule " + (other + 1) + " always comes first."));
        }
        return List.copyOf(remarks);
    }

    private static boolean covers(PolicyRule one, PolicyRule other) {
        boolean wider = one.when().isEmpty()
                && (one.tool().equals(PolicyRule.ANY) || one.tool().equals(other.tool()));
        boolean first = one.priority() > other.priority()
                || one.priority() == other.priority() && one.action().compareTo(other.action()) < 0;
        return wider && first;
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
