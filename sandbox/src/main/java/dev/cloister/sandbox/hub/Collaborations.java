package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import dev.cloister.sandbox.label.Labelled;
import dev.cloister.sandbox.policy.ArgumentCondition;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.SpokeResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one app may have of others while its call is under way.
 *
 * <p>Security guarantees: the asker is known by its pipe; it gets what its manifest was registered to ask for and nothing
 * else, at most {@value #MOST} times a call; arguments must fit the other tool's schema; each request is decided on anew,
 * as a call that no plan of the user's holds and whose arguments the asker wrote. The other app learns the arguments and
 * may not ask further; the asker learns the answer, and all it makes from then on carries the other's label as well.
 */
final class Collaborations {

    static final int MOST = 4;

    private static final System.Logger LOG = System.getLogger(Collaborations.class.getName());

    private static final int LONGEST_ANSWER = 32_000;

    private final AppBundle asker;
    private final Cell own;
    private final Cells cells;
    private final PlanListener listener;
    private final Knowledge knowledge;
    private int asked;

    Collaborations(AppBundle asker, Cell own, Cells cells, PlanListener listener, Knowledge knowledge) {
        this.asker = asker;
        this.own = own;
        this.cells = cells;
        this.listener = listener;
        this.knowledge = knowledge;
    }

    SpokeResult request(String functionality, String argumentsJson) {
        if (++asked > MOST) {
            return no("This call has asked other apps " + MOST + " times, which is the most.");
        }
        if (!asker.manifest().asks().contains(functionality)) {
            return no("This app was not registered to ask for \"" + shortened(functionality) + "\".");
        }
        int dot = functionality.indexOf('.');
        Optional<AppBundle> app = cells.app(functionality.substring(0, dot))
                .filter(one -> !one.digest().equals(asker.digest()));
        Optional<ToolManifest> tool = app.flatMap(one -> one.manifest().tool(functionality.substring(dot + 1)));
        if (app.isEmpty() || tool.isEmpty()) {
            return no("The user has no app with this function.");
        }
        listener.asks(asker, app.get(), tool.get());
        Optional<Cell> entered = cells.enterAtOnce(app.get());
        if (entered.isEmpty()) {
            return no("The other app is busy with another request.");
        }
        try (Cell cell = entered.get()) {
            return call(app.get(), tool.get(), Json.parseObject(argumentsJson), cell);
        } catch (SandboxException e) {
            return no("The other app broke down: " + e.code() + ".");
        } catch (RuntimeException e) {
            // Whatever stands in the way of a decision is a no, and no reason to break off the asker's own call.
            LOG.log(System.Logger.Level.WARNING, "An app's request of another was not decided on", e);
            return no("The other app could not be asked.");
        }
    }

    private SpokeResult call(AppBundle app, ToolManifest tool, Json.Obj arguments, Cell cell) {
        if (!fits(cell, tool, arguments)) {
            return no("The arguments do not fit the other tool's schema.");
        }
        Label written = knowledge.ofItsWords();
        Set<String> names = arguments.members().keySet();
        List<Call.Carried> carried = (names.isEmpty() ? Set.of("") : names)
                .stream().map(name -> new Call.Carried(name, written)).toList();
        Call call = new Call(app, tool, arguments, carried, Optional.of(asker), false);
        if (!(cell.decide(call) instanceof PermissionAnswer.Allow(String allowed))) {
            return no("The user did not allow it.");
        }
        if (!(cell.spoke().callTool(tool.name(), allowed)
                instanceof SpokeResult.Answered(String text, boolean isError))) {
            return no("The other app did not carry it out.");
        }
        String answer = text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) : text;
        String name = app.manifest().name();
        Label label = Label.madeBy(name, written.openedTo(name));
        listener.called(
                new ToolUse(call.with(Json.parseObject(allowed)), cell.saw(), new Labelled(answer, label), isError));
        own.told(app.manifest().displayName());
        knowledge.learns(label);
        return new SpokeResult.Answered(answer, isError);
    }

    private static boolean fits(Cell cell, ToolManifest tool, Json.Obj arguments) {
        try {
            return ArgumentCondition.ofTool(
                            Json.parseObject(cell.description(tool.name()).inputSchema()))
                    .fits(arguments);
        } catch (IllegalArgumentException | StackOverflowError e) {
            return false;
        }
    }

    private static SpokeResult no(String why) {
        return new SpokeResult.Denied(why);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
