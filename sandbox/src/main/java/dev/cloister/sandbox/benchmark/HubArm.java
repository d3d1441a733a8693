package dev.cloister.sandbox.benchmark;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.hub.Cell;
import dev.cloister.sandbox.hub.Cells;
import dev.cloister.sandbox.hub.HubOperator;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.hub.PlanListener;
import dev.cloister.sandbox.hub.StepResult;
import dev.cloister.sandbox.hub.ToolUse;
import dev.cloister.sandbox.plan.FlowCheck;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.policy.Grants;
import dev.cloister.sandbox.policy.Ruling;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokePool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hub's operator over warm spokes, with every check; a user who agrees at once to whatever is asked. */
final class HubArm implements Arm, Cells {

    private final SpokePool pool;
    private final Map<String, AppBundle> apps;
    private final Path rooms;
    private final Models models;

    HubArm(SpokeFactory factory, Map<String, AppBundle> apps, Path rooms, Models models) {
        this.pool = new SpokePool(factory, Duration.ofMinutes(10), InstantSource.system());
        this.apps = apps;
        this.rooms = rooms;
        this.models = models;
    }

    @Override
    public String carryOut(Plan plan) {
        if (!FlowCheck.of(plan, app -> AppPolicy.NONE).refusals().isEmpty()) {
            throw new IllegalStateException("a plan without rules was refused");
        }
        List<StepResult> results = new HubOperator(this, models, PlanListener.NONE).carryOut(plan);
        return results.getLast() instanceof StepResult.Done(ToolUse use)
                ? use.result().text()
                : "not done";
    }

    @Override
    public Optional<AppBundle> app(String name) {
        return Optional.ofNullable(apps.get(name));
    }

    @Override
    public Optional<Cell> enter(AppBundle app, String words) {
        DataRoom room = DataRoom.open(rooms.resolve(app.manifest().name()));
        return Optional.of(new WarmCell(app, room, pool.spoke("bench", "user", app, room)));
    }

    @Override
    public Optional<Cell> enterAtOnce(AppBundle app) {
        return enter(app, "");
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class WarmCell implements Cell {
        private final AppBundle app;
        private final DataRoom room;
        private final Spoke spoke;
        private boolean forgets;

        WarmCell(AppBundle app, DataRoom room, Spoke spoke) {
            this.app = app;
            this.room = room;
            this.spoke = spoke;
        }

        @Override
        public Spoke spoke() {
            return spoke;
        }

        @Override
        public PermissionAnswer decide(Call call) {
            forgets |= !call.from().isEmpty();
            return Ruling.on(call, AppPolicy.NONE, Grants.none()) instanceof Ruling.Forbid
                    ? new PermissionAnswer.Deny()
                    : new PermissionAnswer.Allow(call.arguments().text());
        }

        @Override
        public void told(String byTitle) {
            forgets = true;
        }

        @Override
        public List<String> saw() {
            return List.of();
        }

        @Override
        public String refusal() {
            return "";
        }

        @Override
        public void close() {
            if (forgets) {
                pool.renew("bench", "user", app, room);
            }
        }
    }
}
