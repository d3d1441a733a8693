package dev.cloister.sandbox.plan;

import java.util.List;

/**
 * What is to be done, in order. Made of the user's words and of what administrators approved when the apps were
 * registered; no result of a step can add a step, take one away or turn one to another tool (after ACE, arXiv 2504.20984).
 *
 * @param leftOver parts of the user's words that no tool does
 */
public record Plan(List<PlanStep> steps, List<String> leftOver) {

    /** A plan that does all of it. */
    public Plan(List<PlanStep> steps) {
        this(steps, List.of());
    }

    public Plan {
        steps = List.copyOf(steps);
        leftOver = List.copyOf(leftOver);
        for (int i = 0; i < steps.size(); i++) {
            PlanStep step = steps.get(i);
            if (step.uses().isPresent()
                    && (step.uses().getAsInt() < 0
                            || step.uses().getAsInt() >= i
                            || step.tool().takes().isEmpty())) {
                throw new IllegalArgumentException("step " + i + " uses what it cannot be given");
            }
        }
    }
}
