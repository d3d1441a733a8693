package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import dev.cloister.sandbox.label.Labelled;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.SpokeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out a plan, a step after another (IsolateGPT, arXiv 2403.04960, section 4; labels after FIDES, arXiv 2505.23643).
 *
 * <p>Security guarantees: nothing is called but what the plan holds and, each with a decision of its own, what a running
 * app asks for and was registered to ask for. An app is told the words of its own step; what another app wrote reaches it
 * as an argument of a call that was decided on with that value's label, never as words for its model. A result cannot
 * change the plan.
 */
public final class HubOperator {

    private static final System.Logger LOG = System.getLogger(HubOperator.class.getName());

    private final Cells cells;
    private final Models models;
    private final PlanListener listener;

    public HubOperator(Cells cells, Models models, PlanListener listener) {
        this.cells = cells;
        this.models = models;
        this.listener = listener;
    }

    /** Carries the plan out; a result per step that was begun. A step that uses what did not come to be is not begun. */
    public List<StepResult> carryOut(Plan plan) {
        return carryOut(plan, List.of(), Optional.empty());
    }

    /**
     * Goes on with a plan that waited for its user when Cloister was stopped: the step after those that are done is decided
     * on once more, with the arguments that its app had drafted.
     */
    public List<StepResult> goOn(Plan plan, List<StepResult> done, Json.Obj drafted) {
        return carryOut(plan, done, Optional.of(drafted));
    }

    private List<StepResult> carryOut(Plan plan, List<StepResult> done, Optional<Json.Obj> drafted) {
        List<StepResult> results = new ArrayList<>(done);
        for (int i = done.size(); i < plan.steps().size(); i++) {
            PlanStep step = plan.steps().get(i);
            listener.begins(i, step);
            boolean alone = plan.steps().size() == 1 && plan.leftOver().isEmpty();
            StepResult result = whatever(step, alone, results, i == done.size() ? drafted : Optional.empty());
            listener.ends(i, result);
            results.add(result);
            if (result instanceof StepResult.Stopped) {
                return results;
            }
        }
        return results;
    }

    /** Once a step has acted, the user hears of it whatever becomes of the next. */
    private StepResult whatever(PlanStep step, boolean alone, List<StepResult> before, Optional<Json.Obj> drafted) {
        try {
            return result(step, alone, before, drafted);
        } catch (RuntimeException e) {
            if (before.stream().noneMatch(StepResult.Done.class::isInstance)) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "A step failed after another had acted", e);
            return new StepResult.NotDone(
                    e instanceof SandboxException known
                            ? known.getMessage()
                            : step.app().manifest().displayName() + " failed, and this step was not done.");
        }
    }

    private StepResult result(PlanStep step, boolean alone, List<StepResult> before, Optional<Json.Obj> drafted) {
        if (step.uses().isEmpty()) {
            return call(step, alone, Optional.empty(), drafted);
        }
        return switch (before.get(step.uses().getAsInt())) {
            case StepResult.Done(ToolUse use)
            when !use.isError() -> {
                Optional<Labelled> value = narrowed(step, use.result());
                yield value.isPresent()
                        ? call(step, alone, value, drafted)
                        : new StepResult.NotDone("There is no "
                                + step.tool().takes().orElseThrow().type().word() + " in what "
                                + use.call().app().manifest().displayName() + " answered.");
            }
            case StepResult.Done(ToolUse use) ->
                new StepResult.NotDone(
                        "It needs what " + use.call().app().manifest().displayName() + " could not give.");
            case StepResult.NotDone(String reason) ->
                new StepResult.NotDone("It needs the result of a step that was not done.");
            case StepResult.Stopped() -> new StepResult.Stopped();
        };
    }

    /** A value of the type that the step takes. Its label stays: who chose among several is as little trusted as who wrote. */
    private Optional<Labelled> narrowed(PlanStep step, Labelled value) {
        List<String> candidates = step.tool().takes().orElseThrow().type().foundIn(value.text());
        return switch (candidates.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Labelled(candidates.getFirst(), value.label()));
            default -> {
                String picked = models.pick(step.words(), value.text(), candidates);
                yield Optional.of(picked).filter(candidates::contains).map(text -> new Labelled(text, value.label()));
            }
        };
    }

    private StepResult call(PlanStep step, boolean alone, Optional<Labelled> given, Optional<Json.Obj> drafted) {
        Optional<Cell> entered = cells.enter(step.app(), step.words());
        if (entered.isEmpty()) {
            return new StepResult.Stopped();
        }
        try (Cell cell = entered.get()) {
            Knowledge knowledge = new Knowledge(step.appName(), Label.ofUser());
            given.map(Labelled::label).ifPresent(knowledge::learns);
            StepServices services = new StepServices(step, alone, given, cell, cells, models, listener, knowledge);
            SpokeResult result = drafted.isPresent()
                    ? callDrafted(step, drafted.get(), services, cell)
                    : cell.spoke()
                            .handle(
                                    step.tool().name(),
                                    step.words(),
                                    cell.memory(step.tool().name()),
                                    services);
            return switch (result) {
                case SpokeResult.Denied(String reason) ->
                    new StepResult.NotDone(
                            cell.refusal().isEmpty()
                                    ? step.app().manifest().displayName()
                                            + " gave up before it asked to act. Nothing was done."
                                    : cell.refusal());
                case SpokeResult.Answered(String text, boolean isError) -> {
                    Call call = services.made();
                    ToolUse use = new ToolUse(call, cell.saw(), new Labelled(text, knowledge.ofItsWords()), isError);
                    listener.called(use);
                    yield new StepResult.Done(use);
                }
            };
        }
    }

    private static SpokeResult callDrafted(PlanStep step, Json.Obj drafted, StepServices services, Cell cell) {
        String tool = step.tool().name();
        return switch (services.permission(tool, drafted.text())) {
            case PermissionAnswer.Allow(String arguments) -> cell.spoke().callTool(tool, arguments, services);
            case PermissionAnswer.Deny() -> new SpokeResult.Denied("It was not allowed.");
        };
    }
}
