package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.hub.StepResult;
import dev.cloister.sandbox.hub.ToolUse;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import dev.cloister.sandbox.label.Principal;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.policy.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Follows one plan and keeps it while it waits for its user. Not for several threads. */
final class PlanKeeper {

    private final WaitingPlans plans;
    private final ObjectMapper json;
    private final Question question;
    private final Plan plan;
    private final List<StepResult> results;
    private Optional<PermissionRequest> shown;
    private Optional<Call> underWay = Optional.empty();

    /**
     * @param done results of steps that were over before
     * @param shown what the user was asked when the gateway was stopped; a page may show it still
     */
    PlanKeeper(
            WaitingPlans plans,
            ObjectMapper json,
            Question question,
            Plan plan,
            List<StepResult> done,
            Optional<PermissionRequest> shown) {
        this.plans = plans;
        this.json = json;
        this.question = question;
        this.plan = plan;
        this.results = new ArrayList<>(done);
        this.shown = shown;
    }

    /** The question as it is put: under its old id where it is the very one that a page may show still, else under its own. */
    PermissionRequest put(PermissionRequest question) {
        Optional<UUID> old = shown.map(PermissionRequest::id)
                .filter(id -> shown.map(one -> one.named(question.id())).equals(Optional.of(question)));
        shown = Optional.empty();
        return old.map(question::named).orElse(question);
    }

    /** A call was allowed and is made now. */
    void begins(Call call) {
        if (call.planned()) {
            underWay = Optional.of(call);
        }
    }

    void ended(StepResult result) {
        underWay = Optional.empty();
        results.add(result);
    }

    /**
     * Keeps the plan while the user is asked. In the midst of an app's call, when that asks for another's function, it can
     * go on later only by making the call once more: where that might change something twice, nothing is kept.
     */
    void waits(PermissionRequest asked, Call call) {
        Optional<Call> drafted = call.planned() ? Optional.of(call) : underWay.filter(PlanKeeper::repeatable);
        if (drafted.isEmpty() || question.conversation().isEmpty()) {
            return;
        }
        plans.put(new WaitingPlan.Kept(
                UUID.fromString(question.answer()),
                question.conversation().get(),
                question.caller().account(),
                new WaitingPlan(
                        question.text(),
                        asked,
                        read(drafted.get().arguments()),
                        plan.steps().stream().map(PlanKeeper::kept).toList(),
                        plan.leftOver(),
                        results.stream().map(this::kept).toList())));
    }

    /** The user has answered, or nobody waits any longer. What was kept is gone before anything is done. */
    void answered() {
        if (question.conversation().isPresent()) {
            plans.remove(UUID.fromString(question.answer()));
        }
    }

    private static boolean repeatable(Call call) {
        return call.tool().effect() == Effect.NONE || call.tool().effect() == Effect.READ;
    }

    private static WaitingPlan.Step kept(PlanStep step) {
        return new WaitingPlan.Step(
                step.words(),
                step.appName(),
                step.app().digest(),
                step.tool().name(),
                step.uses().isPresent() ? Optional.of(step.uses().getAsInt()) : Optional.empty());
    }

    private WaitingPlan.Result kept(StepResult result) {
        return switch (result) {
            case StepResult.Done(ToolUse use) -> {
                Label label = use.result().label();
                yield new WaitingPlan.Result(
                        Optional.empty(),
                        read(use.call().arguments()),
                        use.saw(),
                        use.result().text(),
                        use.isError(),
                        names(label.writers()),
                        names(label.readers()));
            }
            case StepResult.NotDone(String reason) -> notDone(reason);
            case StepResult.Stopped() -> notDone("It was stopped.");
        };
    }

    private WaitingPlan.Result notDone(String reason) {
        return new WaitingPlan.Result(
                Optional.of(reason), json.createObjectNode(), List.of(), "", false, List.of(), List.of());
    }

    private static List<String> names(Collection<Principal> principals) {
        return principals.stream().map(Principal::name).sorted().toList();
    }

    private JsonNode read(Json.Obj arguments) {
        try {
            return json.readTree(arguments.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The arguments were checked before", e);
        }
    }
}
