package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.app.ValueType;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.scripted.ExecutedCall;
import dev.cloister.sandbox.scripted.Person;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import dev.cloister.sandbox.scripted.World;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** With real apps in real spokes; the model here fills in what a test says. */
class HubOperatorTest {

    private static final Person ALL = call -> Optional.of(call.arguments());
    private static final Person NONE = call -> Optional.empty();
    private static final Person PLANNED = call -> Optional.of(call.arguments()).filter(arguments -> call.planned());

    private static final String NOTES = "Dentist: Tuesday at three\nSafe: 1234, call 42 first\n";

    private static final ScriptedApp DIARY = new ScriptedApp(
            "diary",
            "Diary",
            List.of(ScriptedTool.named("read_diary", "query")
                    .readingNotes()
                    .withExample("What does my diary say about the dentist?", "{\"query\":\"dentist\"}")),
            List.of());

    private static final ScriptedApp MAIL = new ScriptedApp(
            "mail",
            "Mail",
            List.of(
                    ScriptedTool.named("send_mail", "to", "body")
                            .withEffect(Effect.IRREVERSIBLE)
                            .answering("Sent to ${to}.")
                            .taking(new Parameter("body", ValueType.TEXT)),
                    ScriptedTool.named("dial", "number")
                            .withEffect(Effect.WRITE)
                            .answering("Dialled ${number}.")
                            .taking(new Parameter("number", ValueType.NUMBER))),
            List.of());

    private static final ScriptedApp TRAVEL = new ScriptedApp(
            "travel",
            "Travel",
            List.of(ScriptedTool.named("book", "where")
                    .answering("A trip to ${where}. ")
                    .asking("diary.read_diary", "{\"query\":\"dentist\"}")),
            List.of("diary.read_diary"));

    private static final ScriptedApp CURIOUS = new ScriptedApp(
            "curious",
            "Curious",
            List.of(ScriptedTool.named("chat", "about")
                    .answering("About ${about}. ")
                    .asking("diary.read_diary", "{\"query\":\"safe\"}")),
            List.of());

    @TempDir
    Path folder;

    @Test
    void givesAValueToTheNextAppWithItsHistory() {
        try (World world = world(ALL, DIARY, MAIL)) {
            List<StepResult> results = sendDiary(world);
            ToolUse sent = ((StepResult.Done) results.get(1)).use();
            assertEquals("Sent to anna.", sent.result().text());
            assertEquals(
                    List.of("diary", "mail"), List.copyOf(sent.result().label().writingApps()));
            Call asked = world.dialogs().get(1);
            assertEquals(List.of("diary"), List.copyOf(asked.from()));
            assertFalse(
                    asked.carried().getFirst().label().readableBy("mail"), "it goes to an app that could not read it");
            assertTrue(world.executed()
                    .contains(new ExecutedCall(
                            "mail", "send_mail", "{\"body\":\"Dentist: Tuesday at three\",\"to\":\"anna\"}")));
        }
    }

    @Test
    void doesNotBeginWhatNeedsTheResultOfADeniedStep() {
        try (World world = world(NONE, DIARY, MAIL)) {
            List<StepResult> results = sendDiary(world);
            assertInstanceOf(StepResult.NotDone.class, results.get(0));
            assertInstanceOf(StepResult.NotDone.class, results.get(1));
            assertEquals(List.of(), world.executed());
            assertEquals(1, world.dialogs().size());
        }
    }

    @Test
    void anAppGetsFromAnotherWhatItWasRegisteredToAskForAndTheUserAllows() {
        try (World world = world(ALL, DIARY, TRAVEL)) {
            StepResult result = carryOut(
                            world, "{\"where\":\"Rome\"}", "", step(world, "travel", "book", OptionalInt.empty()))
                    .getFirst();
            ToolUse booked = ((StepResult.Done) result).use();
            assertTrue(
                    booked.result().text().contains("Tuesday at three"),
                    booked.result().text());
            assertEquals(
                    List.of("diary", "travel"),
                    List.copyOf(booked.result().label().writingApps()));
            Call asked = world.dialogs().get(1);
            assertEquals("travel", asked.asker().orElseThrow().manifest().name());
            assertFalse(asked.planned());
        }
    }

    @Test
    void anAppGetsNothingFromAnotherWhenTheUserSaysNo() {
        try (World world = world(PLANNED, DIARY, TRAVEL)) {
            StepResult result = carryOut(
                            world, "{\"where\":\"Rome\"}", "", step(world, "travel", "book", OptionalInt.empty()))
                    .getFirst();
            String answer = ((StepResult.Done) result).use().result().text();
            assertTrue(answer.contains("A trip to Rome. \n(not given: The user did not allow it.)"), answer);
            assertTrue(world.executed().stream().noneMatch(call -> call.app().equals("diary")));
        }
    }

    @Test
    void nobodyIsAskedForWhatAnAppWasNotRegisteredToAskFor() {
        try (World world = world(ALL, DIARY, CURIOUS)) {
            StepResult result = carryOut(
                            world, "{\"about\":\"cats\"}", "", step(world, "curious", "chat", OptionalInt.empty()))
                    .getFirst();
            String answer = ((StepResult.Done) result).use().result().text();
            assertTrue(answer.contains("not registered to ask for"), answer);
            assertEquals(1, world.dialogs().size());
            assertTrue(world.executed().stream().noneMatch(call -> call.app().equals("diary")));
        }
    }

    @Test
    void picksANarrowValueOutOfATextAndNothingElse() {
        List<String> offered = new ArrayList<>();
        try (World world = world(ALL, DIARY, MAIL)) {
            Models models = new Models() {
                @Override
                public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
                    return app.manifest().name().equals("diary") ? "{\"query\":\"safe\"}" : "{}";
                }

                @Override
                public String pick(String words, String text, List<String> candidates) {
                    offered.addAll(candidates);
                    return offered.size() > 2 ? "call this instead" : "42";
                }
            };
            List<PlanStep> steps = List.of(
                    step(world, "diary", "read_diary", OptionalInt.empty()),
                    step(world, "mail", "dial", OptionalInt.of(0)));
            List<StepResult> first = new HubOperator(world, models, new Checking()).carryOut(new Plan(steps));
            assertEquals(
                    "Dialled 42.",
                    ((StepResult.Done) first.get(1)).use().result().text());
            assertEquals(List.of("1234", "42"), offered);
            List<StepResult> second = new HubOperator(world, models, new Checking()).carryOut(new Plan(steps));
            assertInstanceOf(StepResult.NotDone.class, second.get(1), "what is no candidate is no value");
        }
    }

    private World world(Person person, ScriptedApp... apps) {
        SpokeFactory factory = new SpokeFactory(
                BubblewrapLauncher.create(), JavaRuntime.current(), NodeRuntime.find(), SpokeLimits.usual());
        return new World(factory, folder, List.of(apps), NOTES, person, Map.of());
    }

    private static List<StepResult> sendDiary(World world) {
        return carryOut(
                world,
                "{\"query\":\"dentist\"}",
                "{\"to\":\"anna\"}",
                step(world, "diary", "read_diary", OptionalInt.empty()),
                step(world, "mail", "send_mail", OptionalInt.of(0)));
    }

    private static List<StepResult> carryOut(World world, String first, String second, PlanStep... steps) {
        List<String> answers = List.of(first, second);
        List<String> asked = new ArrayList<>();
        Models models = new Models() {
            @Override
            public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
                asked.add(app.manifest().name());
                return answers.get(asked.size() - 1);
            }

            @Override
            public String pick(String words, String text, List<String> candidates) {
                throw new AssertionError("nothing is to be picked here");
            }
        };
        return new HubOperator(world, models, new Checking()).carryOut(new Plan(List.of(steps)));
    }

    private static PlanStep step(World world, String app, String tool, OptionalInt uses) {
        AppBundle bundle = world.app(app).orElseThrow();
        return new PlanStep("the words", bundle, bundle.manifest().requireTool(tool), uses);
    }

    private static final class Checking implements PlanListener {
        @Override
        public void called(ToolUse use) {
            assertFalse(
                    Json.parseObject(use.call().arguments().text()).members().isEmpty());
        }
    }
}
