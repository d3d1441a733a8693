package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    private static final Comparator<PolicyRule> PRECEDENCE =
            Comparator.comparingInt(PolicyRule::priority).thenComparing(PolicyRule::action, Comparator.reverseOrder());

    /** No rules. */
    public static final AppPolicy NONE = new AppPolicy(Mode.ENFORCE, List.of());

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
     * Reads a policy file: {@code {"mode": "enforce|learn", "rules": [{"tool", "action", "priority", "when", "from", "message"}]}}.
     *
     * @throws SandboxException POLICY_INVALID with what to correct
     */
    public static AppPolicy read(String text) {
        return PolicyReader.read(text);
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

    /** What the policy says of a call that carries nothing but the user's own words. */
    public PolicyVerdict judge(ToolManifest tool, Json.Obj arguments) {
        return judge(tool, arguments, List.of());
    }

    /**
     * What the policy says of a call.
     *
     * @param tool the tool as its manifest declares it
     * @param from the apps that had a hand in what the call carries, or that ask for it
     */
    public PolicyVerdict judge(ToolManifest tool, Json.Obj arguments, Collection<String> from) {
        Optional<PolicyRule> deciding =
                about(tool, from).filter(rule -> fits(rule, arguments)).max(PRECEDENCE);
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
                        rule.priority() < PolicyReader.HIGHEST_PRIORITY
                                ? Optional.of(proposal(
                                        tool,
                                        arguments,
                                        !from.isEmpty() || !tool.reads().isEmpty(),
                                        rule))
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

    /**
     * The rule that forbids the tool whatever it is called with; nothing where it hangs on the arguments, or where what is
     * forbidden is only noted.
     *
     * @param from the apps that will have had a hand in what the call carries
     */
    public Optional<PolicyRule> forbidding(ToolManifest tool, Collection<String> from) {
        if (mode == Mode.LEARN) {
            return Optional.empty();
        }
        return about(tool, from)
                .sorted(PRECEDENCE.reversed())
                .filter(rule ->
                        rule.action() != PolicyAction.FORBID || rule.when().isEmpty())
                .findFirst()
                .filter(rule -> rule.action() == PolicyAction.FORBID);
    }

    private Stream<PolicyRule> about(ToolManifest tool, Collection<String> from) {
        return rules.stream().filter(rule -> rule.isAbout(tool.name())).filter(rule -> rule.isAboutValuesOf(from));
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

    /**
     * Asks for exactly this call, with one priority more than what forbids it; of a call that carries what the user's data
     * was made to, for calls of its form: who writes rules is not to read it.
     */
    private static PolicyRule proposal(
            ToolManifest tool, Json.Obj arguments, boolean confidential, PolicyRule forbidding) {
        Json.Obj properties = Json.object();
        List<Json> names = new ArrayList<>();
        for (Map.Entry<String, Json> argument : arguments.members().entrySet()) {
            Json.Obj schema = confidential
                    ? Json.object().with("type", typeOf(argument.getValue()))
                    : Json.object().with("const", argument.getValue());
            properties = properties.with(argument.getKey(), schema);
            names.add(new Json.Str(argument.getKey()));
        }
        Json.Obj exactly = Json.object()
                .with("properties", properties)
                .with("required", new Json.Arr(names))
                .with("additionalProperties", new Json.Bool(false));
        return new PolicyRule(
                tool.name(), forbidding.priority() + 1, PolicyAction.ASK, Optional.of(exactly), Set.of(), "");
    }

    private static String typeOf(Json value) {
        return switch (value) {
            case Json.Obj object -> "object";
            case Json.Arr list -> "array";
            case Json.Str text -> "string";
            case Json.Num number -> "number";
            case Json.Bool truth -> "boolean";
            case Json.Nul nothing -> "null";
        };
    }

    /** What a reader of the policy should know: rules that name no tool, never decide, or do less than they seem to. */
    public List<String> remarks(AppManifest app) {
        return PolicyRemarks.on(this, app);
    }
}
