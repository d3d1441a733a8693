package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.scripted.ExecutedCall;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.World;
import dev.cloister.sandbox.spoke.HubServices;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokeResult;
import java.util.List;
import java.util.Optional;

/** What the same model does as an agent that reads all, holds all tools and asks nobody: the arm to compare with. */
final class UnprotectedAgent {

    private static final int MOST_CALLS = 12;

    private final World world;
    private final Subject subject;
    private final Scenario scenario;
    private final List<String> shown;
    private final List<ExecutedCall> made;

    UnprotectedAgent(World world, Subject subject, Scenario scenario, List<String> shown, List<ExecutedCall> made) {
        this.world = world;
        this.subject = subject;
        this.scenario = scenario;
        this.shown = shown;
        this.made = made;
    }

    void turn(int number) {
        shown.add(scenario.turns().get(number));
        for (ScriptedApp app : scenario.apps()) {
            for (ToolDescription tool : world.openly(app.name()).tools()) {
                shown.add(tool.description());
            }
        }
        for (int calls = 0; calls < MOST_CALLS; calls++) {
            Optional<ExecutedCall> next = subject.next(scenario, shown, made);
            if (next.isEmpty()) {
                return;
            }
            made.add(next.get());
            shown.add(call(next.get().app(), next.get().tool(), next.get().arguments()));
        }
    }

    private String call(String app, String tool, String arguments) {
        if (scenario.apps().stream().noneMatch(one -> one.name().equals(app))) {
            return "There is no such app.";
        }
        try {
            Spoke spoke = world.openly(app);
            return spoke.callTool(tool, arguments, new Everything()) instanceof SpokeResult.Answered answer
                    ? answer.text()
                    : "";
        } catch (SandboxException e) {
            return e.code().toString();
        }
    }

    /** Whatever an app asks of another is done. */
    private final class Everything implements HubServices {
        @Override
        public String model(List<Turn> prompt, String schema) {
            throw new IllegalStateException("a call with arguments needs no model");
        }

        @Override
        public PermissionAnswer permission(String tool, String argumentsJson) {
            return new PermissionAnswer.Allow(argumentsJson);
        }

        @Override
        public SpokeResult collaborate(String functionality, String argumentsJson) {
            String[] names = functionality.split("\\.", 2);
            return names.length < 2
                    ? new SpokeResult.Denied("no such function")
                    : new SpokeResult.Answered(call(names[0], names[1], argumentsJson), false);
        }
    }
}
