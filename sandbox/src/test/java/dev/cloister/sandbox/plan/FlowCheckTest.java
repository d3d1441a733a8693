package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.policy.AppPolicy;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FlowCheckTest {

    private static final Plan SEND_NOTES =
            new Plan(List.of(step(Tools.READ, OptionalInt.empty()), step(Tools.SEND, OptionalInt.of(0))));

    @Test
    void findsThatAValueGoesToAnAppThatCouldNotReadIt() {
        FlowCheck check = FlowCheck.of(SEND_NOTES, app -> AppPolicy.NONE);
        FlowCheck.Flow flow = check.flows().getFirst();
        assertTrue(flow.widens());
        assertTrue(flow.steers(), "an app's words would be sent");
        assertEquals(List.of("read-notes"), List.copyOf(flow.label().writingApps()));
        assertTrue(check.refusals().isEmpty());
    }

    @Test
    void findsNoFlowWhereEachStepNeedsTheUsersWordsAlone() {
        Plan apart = new Plan(List.of(step(Tools.READ, OptionalInt.empty()), step(Tools.CONVERT, OptionalInt.empty())));
        assertTrue(FlowCheck.of(apart, app -> AppPolicy.NONE).flows().isEmpty());
    }

    @Test
    void refusesThePlanBeforeAnythingIsDone() {
        AppPolicy nothingOfNotes = AppPolicy.read("""
                {"rules": [{"tool": "send_mail", "action": "forbid", "from": ["read-notes"], "message": "Notes stay here."}]}
                """);
        FlowCheck check = FlowCheck.of(SEND_NOTES, app -> app.equals("send-mail") ? nothingOfNotes : AppPolicy.NONE);
        assertEquals(1, check.refusals().getFirst().step());
        assertEquals("Notes stay here.", check.refusals().getFirst().rule().message());
        Plan wordsOnly = new Plan(List.of(step(Tools.SEND, OptionalInt.empty())));
        assertTrue(FlowCheck.of(wordsOnly, app -> nothingOfNotes).refusals().isEmpty());
    }

    @Test
    void leavesOpenWhatHangsOnTheArguments() {
        AppPolicy someone = AppPolicy.read("""
                {"rules": [{"tool": "send_mail", "action": "forbid",
                  "when": {"properties": {"to": {"const": "eve"}}, "required": ["to"]}}]}
                """);
        assertTrue(FlowCheck.of(SEND_NOTES, app -> someone).refusals().isEmpty());
        AppPolicy allButAnna = AppPolicy.read("""
                {"rules": [{"tool": "*", "action": "forbid"},
                  {"tool": "send_mail", "action": "ask", "priority": 1, "when": {"properties": {"to": {"const": "anna"}}}}]}
                """);
        List<FlowCheck.Refusal> refusals =
                FlowCheck.of(SEND_NOTES, app -> allButAnna).refusals();
        assertEquals(1, refusals.size(), "only what no argument could save");
        assertEquals(0, refusals.getFirst().step());
    }

    @Test
    void refusesNothingWhileItLearns() {
        AppPolicy learning =
                AppPolicy.read("{\"mode\": \"learn\", \"rules\": [{\"tool\": \"*\", \"action\": \"forbid\"}]}");
        assertFalse(FlowCheck.of(SEND_NOTES, app -> learning).refusals().size() > 0);
    }

    private static PlanStep step(ToolManifest tool, OptionalInt uses) {
        return new PlanStep(tool.name(), Tools.app(tool), tool, uses);
    }
}
