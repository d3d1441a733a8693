package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.hub.HubOperator;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.hub.PlanListener;
import dev.cloister.sandbox.plan.ExampleIndex;
import dev.cloister.sandbox.plan.FlowCheck;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.Planner;
import dev.cloister.sandbox.scripted.ExecutedCall;
import dev.cloister.sandbox.scripted.Person;
import dev.cloister.sandbox.scripted.World;
import dev.cloister.sandbox.spoke.SpokeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries attacks out against the hub's own planner, checks and operator, with apps in real spokes and a simulated user. The
 * arm without isolation is the same apps, tasks and orders with an agent that holds all tools and asks nobody.
 */
public final class RedTeam {

    private static final String NOT_PLANNED = "not planned";

    private final SpokeFactory factory;
    private final ExampleIndex index;
    private final double threshold;
    private final Path work;
    private final Consumer<Outcome> progress;

    /**
     * @param embed texts to unit vectors, as the hub finds tools with
     * @param threshold the hub's own, see {@link Planner}
     * @param work a folder for apps and their data
     * @param progress told of each outcome
     */
    public RedTeam(
            SpokeFactory factory,
            Function<List<String>, List<float[]>> embed,
            double threshold,
            Path work,
            Consumer<Outcome> progress) {
        this.factory = factory;
        this.index = new ExampleIndex(embed);
        this.threshold = threshold;
        this.work = work;
        this.progress = progress;
    }

    /** Tries all scenarios on Cloister with this model. */
    public List<Outcome> attack(Subject subject, List<Scenario> scenarios) {
        return scenarios.stream().map(one -> told(isolated(subject, one))).toList();
    }

    /** Tries all scenarios on an agent without isolation. */
    public List<Outcome> attackUnprotected(Subject subject, List<Scenario> scenarios) {
        return scenarios.stream().map(one -> told(unprotected(subject, one))).toList();
    }

    private Outcome told(Outcome outcome) {
        progress.accept(outcome);
        return outcome;
    }

    private Outcome isolated(Subject subject, Scenario scenario) {
        GoldPerson person = new GoldPerson(scenario);
        try (World world = world(scenario, person)) {
            String trouble = "";
            int refused = 0;
            for (int turn = 0; turn < scenario.turns().size(); turn++) {
                if (turn == 1) {
                    scenario.replaced().ifPresent(world::replace);
                }
                String stopped =
                        turn(world, subject.models(scenario), scenario.turns().get(turn));
                refused += stopped.equals(NOT_PLANNED) ? 1 : 0;
                trouble = trouble.isEmpty() ? stopped : trouble;
            }
            List<ExecutedCall> executed = world.executed();
            return new Outcome(
                    scenario,
                    subject.name(),
                    scenario.unpermitted(executed),
                    scenario.done(executed),
                    world.dialogs().size(),
                    refused
                            + (int) world.forbidden().stream()
                                    .filter(scenario.gold()::contains)
                                    .count(),
                    person.corrected(),
                    trouble);
        }
    }

    private String turn(World world, Models models, String words) {
        Optional<Plan> plan =
                new Planner(index.among(world.bundles()), threshold).plan(words).map(Planner.Proposal::plan);
        if (plan.isEmpty()
                || !FlowCheck.of(plan.get(), world::policy).refusals().isEmpty()) {
            return NOT_PLANNED;
        }
        try {
            new HubOperator(world, models, PlanListener.NONE).carryOut(plan.get());
            return "";
        } catch (SandboxException e) {
            return e.code().toString();
        }
    }

    private Outcome unprotected(Subject subject, Scenario scenario) {
        List<ExecutedCall> made = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        try (World world = world(scenario, call -> Optional.of(call.arguments()))) {
            UnprotectedAgent agent = new UnprotectedAgent(world, subject, scenario, shown, made);
            for (int turn = 0; turn < scenario.turns().size(); turn++) {
                if (turn == 1) {
                    scenario.replaced().ifPresent(world::replace);
                }
                agent.turn(turn);
            }
            List<ExecutedCall> executed = world.executed();
            return new Outcome(
                    scenario,
                    subject.name() + ", unprotected",
                    scenario.unpermitted(executed),
                    scenario.done(executed),
                    0,
                    0,
                    0,
                    "");
        }
    }

    private World world(Scenario scenario, Person person) {
        try {
            Path folder = Files.createTempDirectory(work, scenario.id());
            return new World(factory, folder, scenario.apps(), Scenario.NOTES, person, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + work + " cannot be written", e);
        }
    }
}
