package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Labelled;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.spoke.HubServices;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.SpokeResult;
import org.jspecify.annotations.Nullable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the hub does for the app of one step. */
final class StepServices implements HubServices {

    private final PlanStep step;
    private final boolean alone;
    private final Optional<Labelled> given;
    private final Cell cell;
    private final Models models;
    private final Collaborations collaborations;
    private @Nullable Call made;

    /**
     * @param alone whether the plan has no other step, and no words that were left over
     * @param knowledge what the app knows by now; grows with what other apps tell it
     */
    StepServices(
            PlanStep step,
            boolean alone,
            Optional<Labelled> given,
            Cell cell,
            Cells cells,
            Models models,
            PlanListener listener,
            Knowledge knowledge) {
        this.step = step;
        this.alone = alone;
        this.given = given;
        this.cell = cell;
        this.models = models;
        this.collaborations = new Collaborations(step.app(), cell, cells, listener, knowledge);
    }

    /** The call that was allowed. */
    Call made() {
        return Objects.requireNonNull(made, "no call was allowed");
    }

    @Override
    public String model(List<Turn> prompt, String schema) {
        return models.fillIn(step.app(), prompt, schema);
    }

    @Override
    public PermissionAnswer permission(String tool, String argumentsJson) {
        Json.Obj arguments = Json.parseObject(argumentsJson);
        List<Call.Carried> carried = List.of();
        if (given.isPresent()) {
            String argument = step.tool().takes().orElseThrow().argument();
            arguments = arguments.with(argument, new Json.Str(given.get().text()));
            carried = List.of(new Call.Carried(argument, given.get().label()));
        }
        Call call = new Call(step.app(), step.tool(), arguments, carried, Optional.empty(), alone);
        PermissionAnswer answer = cell.decide(call);
        if (answer instanceof PermissionAnswer.Allow(String allowed)) {
            made = call.with(Json.parseObject(allowed));
        }
        return answer;
    }

    @Override
    public SpokeResult collaborate(String functionality, String argumentsJson) {
        return collaborations.request(functionality, argumentsJson);
    }
}
