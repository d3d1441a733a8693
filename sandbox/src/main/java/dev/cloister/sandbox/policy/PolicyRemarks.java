package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a reader of a policy should know: rules that name no tool, never decide, or do less than they seem to. */
final class PolicyRemarks {

    private PolicyRemarks() {}

    static List<String> on(AppPolicy policy, AppManifest app) {
        List<PolicyRule> rules = policy.rules();
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
                && one.from().isEmpty()
                && (one.tool().equals(PolicyRule.ANY) || one.tool().equals(other.tool()));
        boolean first = one.priority() > other.priority()
                || one.priority() == other.priority() && one.action().compareTo(other.action()) < 0;
        return wider && first;
    }
}
