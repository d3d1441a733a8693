package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppMemory;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.apps.policy.AppPolicies;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.hub.EngineModels;
import dev.cloister.sandbox.hub.HubOperator;
import dev.cloister.sandbox.hub.PlanListener;
import dev.cloister.sandbox.hub.StepResult;
import dev.cloister.sandbox.hub.ToolUse;
import dev.cloister.sandbox.plan.FlowCheck;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An answer by apps: the plan is checked, each step's spoke carries it out after consent to the call, and what the apps
 * returned is quoted as it is. No model retells it: what an app says stays the app's words, and a number stays right.
 */
@ApplicationScoped
public class AppAnswer {

    private static final int LONGEST_LEFT_OVER = 300;

    private final AccountCells cells;
    private final InstalledApps apps;
    private final AppMemory memory;
    private final WaitingPlans plans;
    private final AppPolicies policies;
    private final Engine engine;
    private final Ledger ledger;
    private final ObjectMapper json;

    public AppAnswer(
            AccountCells cells,
            InstalledApps apps,
            AppMemory memory,
            WaitingPlans plans,
            AppPolicies policies,
            Engine engine,
            Ledger ledger,
            ObjectMapper json) {
        this.cells = cells;
        this.apps = apps;
        this.memory = memory;
        this.plans = plans;
        this.policies = policies;
        this.engine = engine;
        this.ledger = ledger;
        this.json = json;
    }

    Completion answer(Question question, Plan plan, Cancellation cancellation, HubListener listener) {
        String tenant = question.caller().tenant();
        FlowCheck check = FlowCheck.of(plan, app -> policies.of(tenant, app));
        if (!check.refusals().isEmpty()) {
            return say(refused(question, plan, check.refusals().getFirst()), listener);
        }
        PlanKeeper keeper = new PlanKeeper(plans, json, question, plan, List.of(), Optional.empty());
        announce(plan, listener);
        return told(plan, operator(question, cancellation, listener, keeper).carryOut(plan), listener);
    }

    /** Goes on with a plan that waited for its user when the gateway was stopped. */
    Completion goOn(Question question, WaitingPlan kept, Cancellation cancellation, HubListener listener) {
        String tenant = question.caller().tenant();
        ResumedPlan resumed = ResumedPlan.of(kept, name -> apps.named(tenant, name));
        Plan plan = resumed.plan();
        PlanKeeper keeper = new PlanKeeper(plans, json, question, plan, resumed.done(), Optional.of(kept.asked()));
        announce(plan, listener);
        for (StepResult result : resumed.done()) {
            if (result instanceof StepResult.Done(ToolUse use)) {
                listener.appUsed(shown(use));
            }
        }
        return told(
                plan,
                operator(question, cancellation, listener, keeper).goOn(plan, resumed.done(), resumed.drafted()),
                listener);
    }

    private HubOperator operator(
            Question question, Cancellation cancellation, HubListener listener, PlanKeeper keeper) {
        return new HubOperator(
                cells.of(question, cancellation, listener, keeper),
                new EngineModels(
                        engine, question.caller().tenant(), question.caller().name()),
                new Telling(question, listener, keeper));
    }

    private static void announce(Plan plan, HubListener listener) {
        if (plan.steps().size() > 1) {
            listener.planned(IntStream.range(0, plan.steps().size())
                    .mapToObj(number -> inWords(plan, number))
                    .toList());
        }
    }

    private static Completion told(Plan plan, List<StepResult> results, HubListener listener) {
        if (results.getLast() instanceof StepResult.Stopped) {
            return new Completion(Completion.FinishReason.CANCELLED, 0, 0);
        }
        return say(
                Stream.concat(
                                results.stream().map(AppAnswer::inWords),
                                plan.leftOver().stream().map(AppAnswer::leftOver))
                        .collect(Collectors.joining("\n\n")),
                listener);
    }

    private String refused(Question question, Plan plan, FlowCheck.Refusal refusal) {
        PlanStep step = plan.steps().get(refusal.step());
        String message = refusal.rule().message();
        refusal.rule()
                .askingInstead(step.tool().name())
                .ifPresent(rule -> policies.propose(question.caller().tenant(), step.appName(), rule));
        ledger.append(
                question.caller().tenant(),
                question.caller().name(),
                "permission.decided",
                Map.of(
                        "app", step.appName(),
                        "tool", step.tool().name(),
                        "decision", "forbidden"));
        return step.app().manifest().displayName() + " may not do that here"
                + (message.isEmpty() ? "." : ": " + message)
                + " Nothing was done, and no app saw your message.";
    }

    /** A step as the user reads it before anything is done. */
    private static String inWords(Plan plan, int number) {
        PlanStep step = plan.steps().get(number);
        String sentence = step.app().manifest().displayName() + ": "
                + ToolTitle.of(step.tool().name());
        return step.uses().isEmpty()
                ? sentence
                : sentence + ", given the result of step " + (step.uses().getAsInt() + 1);
    }

    private static String inWords(StepResult result) {
        return switch (result) {
            case StepResult.Done(ToolUse use) -> quoted(use);
            case StepResult.NotDone(String reason) -> reason;
            case StepResult.Stopped() -> "";
        };
    }

    private static String leftOver(String words) {
        String shown = words.length() <= LONGEST_LEFT_OVER ? words : words.substring(0, LONGEST_LEFT_OVER) + "...";
        return "No app does this part, so nothing was done about it:\n\n> " + shown.replace("\n", "\n> ");
    }

    private static String quoted(ToolUse use) {
        String lines =
                use.result().text().strip().lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
        String says = use.isError() ? " could not do that:" : " answers:";
        return use.call().app().manifest().displayName() + says + "\n\n" + lines;
    }

    private AppUse shown(ToolUse use) {
        AppBundle app = use.call().app();
        return new AppUse(
                app.manifest().name(),
                app.manifest().displayName(),
                use.call().tool().name(),
                read(use.call().arguments().text()),
                use.saw(),
                use.result().text(),
                use.call().asker().map(bundle -> bundle.manifest().displayName()),
                use.isError());
    }

    private JsonNode read(String arguments) {
        try {
            return json.readTree(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The arguments were checked before", e);
        }
    }

    /** Words of the hub's own: no model made them, so they carry no mark. */
    private static Completion say(String words, HubListener listener) {
        listener.text(words);
        return new Completion(Completion.FinishReason.STOP, 0, 0);
    }

    /** Passes on what the operator does to whoever listens, and to the ledger. */
    private final class Telling implements PlanListener {

        private final Question question;
        private final HubListener listener;
        private final PlanKeeper keeper;
        private String words = "";

        Telling(Question question, HubListener listener, PlanKeeper keeper) {
            this.question = question;
            this.listener = listener;
            this.keeper = keeper;
        }

        @Override
        public void ends(int number, StepResult result) {
            keeper.ended(result);
            if (result instanceof StepResult.Done(ToolUse use) && !use.isError()) {
                question.conversation().ifPresent(chat -> memory.add(question.caller(), chat, words, use.call()));
            }
        }

        @Override
        public void begins(int number, PlanStep step) {
            words = step.words();
            listener.step("asking_app", "Asking " + step.app().manifest().displayName());
        }

        @Override
        public void asks(AppBundle asker, AppBundle app, ToolManifest tool) {
            listener.step(
                    "asking_app",
                    asker.manifest().displayName() + " asks " + app.manifest().displayName());
            note(
                    "app.asked",
                    Map.of(
                            "asker",
                            asker.manifest().name(),
                            "app",
                            app.manifest().name(),
                            "tool",
                            tool.name()));
        }

        @Override
        public void called(ToolUse use) {
            listener.appUsed(shown(use));
            AppBundle app = use.call().app();
            note(
                    "app.used",
                    Map.of(
                            "app",
                            app.manifest().name(),
                            "tool",
                            use.call().tool().name(),
                            "from",
                            List.copyOf(use.call().from()),
                            "error",
                            use.isError()));
        }

        private void note(String action, Map<String, Object> detail) {
            ledger.append(question.caller().tenant(), question.caller().name(), action, detail);
        }
    }
}
