package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.isc.ToolDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened when an app was started in a sandbox once and each tool was called with its first example: without any
 * user's data, so that nothing can leak whatever the app does.
 *
 * @param tools what the app says its tools are
 * @param steps the calls, in the order of the manifest
 */
public record TestRun(List<ToolDescription> tools, List<Step> steps) {

    private static final int SHOWN = 2_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    public TestRun {
        tools = List.copyOf(tools);
        steps = List.copyOf(steps);
    }

    /**
     * One call.
     *
     * @param tool the tool
     * @param arguments what it was called with, a JSON object
     * @param answer the app's own words, cut where they are long, or what went wrong
     * @param isError whether the app reports a failure, or broke down
     * @param millis how long it took
     */
    public record Step(String tool, String arguments, String answer, boolean isError, long millis) {}

    /**
     * Starts and tries an app, which reaches no network whatever it asks for.
     *
     * @param room an empty room
     * @throws SandboxException where it cannot be started; what goes wrong in a call is a step
     */
    public static TestRun of(SpokeFactory factory, AppBundle app, DataRoom room) {
        return of(app, factory.start(app, room));
    }

    /** The same with a way out, for whoever wrote the app; throws as {@link #of(SpokeFactory, AppBundle, DataRoom)} does. */
    public static TestRun of(SpokeFactory factory, AppBundle app, DataRoom room, EgressAccess access) {
        return of(app, factory.start(app, room, access));
    }

    private static TestRun of(AppBundle app, Spoke started) {
        List<Step> steps = new ArrayList<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        try (started) {
            for (ToolManifest tool : app.manifest().tools()) {
                for (Example example :
                        tool.examples().subList(0, Math.min(1, tool.examples().size()))) {
                    String arguments = example.arguments().text();
                    steps.add(
                            System.nanoTime() < end
                                    ? call(started, tool.name(), arguments)
                                    : new Step(
                                            tool.name(), arguments, "Not tried: the others took too long.", true, 0));
                }
            }
            return new TestRun(started.tools(), steps);
        }
    }

    private static Step call(Spoke spoke, String tool, String arguments) {
        long start = System.nanoTime();
        SpokeResult.Answered answer;
        try {
            answer = spoke.callTool(tool, arguments) instanceof SpokeResult.Answered answered
                    ? answered
                    : new SpokeResult.Answered("The call was not carried out.", true);
        } catch (SandboxException e) {
            answer = new SpokeResult.Answered(e.code() + ": " + e.getMessage(), true);
        }
        String text = answer.text().length() > SHOWN ? answer.text().substring(0, SHOWN) + "..." : answer.text();
        return new Step(tool, arguments, text, answer.isError(), (System.nanoTime() - start) / 1_000_000);
    }
}
