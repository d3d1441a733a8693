package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.label.Label;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a plan would do with whose data, found before any of it is done. It needs no model and no app: the labels of results
 * follow from which apps make them of what. The same rules are applied again at each step, to the labels that the values
 * then have.
 *
 * @param flows values that one step hands to another
 * @param refusals steps that the organisation's rules forbid whatever they are called with
 */
public record FlowCheck(List<Flow> flows, List<Refusal> refusals) {

    public FlowCheck {
        flows = List.copyOf(flows);
        refusals = List.copyOf(refusals);
    }

    /**
     * A value that goes from a step to another.
     *
     * @param from the number of the step that makes it
     * @param to the number of the step that is given it
     * @param label the least that will be true of the value
     * @param widens whether an app is given what it could not read before: the user decides
     * @param steers whether something that an app wrote has a hand in a call that changes something: asked each time
     */
    public record Flow(int from, int to, Label label, boolean widens, boolean steers) {}

    /**
     * A step that cannot be.
     *
     * @param step its number
     * @param rule what forbids it
     */
    public record Refusal(int step, PolicyRule rule) {}

    /**
     * Looks through a plan.
     *
     * @param policies the organisation's rules for an app, by its name
     */
    public static FlowCheck of(Plan plan, Function<String, AppPolicy> policies) {
        List<Label> results = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            PlanStep step = plan.steps().get(i);
            Label given = Label.ofUser().openedTo(step.appName());
            if (step.uses().isPresent()) {
                int from = step.uses().getAsInt();
                Label value = results.get(from);
                flows.add(
                        new Flow(from, i, value, !value.readableBy(step.appName()), changes(step) && !value.trusted()));
                given = given.join(value.openedTo(step.appName()));
            }
            results.add(Label.madeBy(step.appName(), given));
            int number = i;
            policies.apply(step.appName())
                    .forbidding(step.tool(), given.writingApps())
                    .ifPresent(rule -> refusals.add(new Refusal(number, rule)));
        }
        return new FlowCheck(flows, refusals);
    }

    private static boolean changes(PlanStep step) {
        return step.tool().effect() == Effect.WRITE || step.tool().effect() == Effect.IRREVERSIBLE;
    }
}
