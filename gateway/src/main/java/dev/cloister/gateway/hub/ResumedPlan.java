package dev.cloister.gateway.hub;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.hub.StepResult;
import dev.cloister.sandbox.hub.ToolUse;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import dev.cloister.sandbox.label.Labelled;
import dev.cloister.sandbox.label.Principal;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.policy.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A kept plan with its apps found again.
 *
 * @param plan the plan
 * @param done the results of the steps that are over
 * @param drafted the arguments of the step that waits
 */
record ResumedPlan(Plan plan, List<StepResult> done, Json.Obj drafted) {

    /**
     * @param apps finds an app by its name
     * @throws Refusal where an app is not the one of which the plan was made
     */
    static ResumedPlan of(WaitingPlan kept, Function<String, Optional<AppBundle>> apps) {
        List<PlanStep> steps = new ArrayList<>();
        for (WaitingPlan.Step step : kept.steps()) {
            AppBundle app = apps.apply(step.app())
                    .filter(bundle -> bundle.digest().equals(step.digest()))
                    .orElseThrow(() -> new Refusal(
                            409,
                            "APP_CHANGED",
                            "An app that this answer needs was changed or taken away meanwhile.",
                            "Nothing more was done. Ask again."));
            steps.add(new PlanStep(
                    step.words(),
                    app,
                    app.manifest().requireTool(step.tool()),
                    step.uses().map(OptionalInt::of).orElse(OptionalInt.empty())));
        }
        List<StepResult> done = new ArrayList<>();
        for (WaitingPlan.Result result : kept.results()) {
            done.add(result(steps.get(done.size()), result));
        }
        return new ResumedPlan(
                new Plan(steps, kept.leftOver()),
                done,
                Json.parseObject(kept.drafted().toString()));
    }

    private static StepResult result(PlanStep step, WaitingPlan.Result result) {
        if (result.reason().isPresent()) {
            return new StepResult.NotDone(result.reason().get());
        }
        ToolManifest tool = step.tool();
        Call call = new Call(
                step.app(), tool, Json.parseObject(result.arguments().toString()), List.of(), Optional.empty(), false);
        Label label = new Label(
                new HashSet<>(result.writers().stream().map(Principal::new).toList()),
                new HashSet<>(result.readers().stream().map(Principal::new).toList()));
        return new StepResult.Done(
                new ToolUse(call, result.saw(), new Labelled(result.text(), label), result.isError()));
    }
}
