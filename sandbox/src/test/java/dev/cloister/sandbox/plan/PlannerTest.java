package dev.cloister.sandbox.plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PlannerTest {

    private final Planner planner = new Planner(Tools::closest, 0.5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What do my notes say about the dentist? Then send it to Anna by mail.",
                "What do my notes say about the dentist, and send it to Anna by mail.",
                "What do my notes say about the dentist; send it to Anna by mail",
                "What do my notes say about the dentist, then send it to Anna by mail"
            })
    void givesAStepWhatTheStepBeforeFound(String words) {
        List<PlanStep> steps = plan(words).steps();
        assertEquals(List.of("read_notes", "send_mail"), tools(steps));
        assertEquals(OptionalInt.empty(), steps.get(0).uses());
        assertEquals(OptionalInt.of(0), steps.get(1).uses());
    }

    @Test
    void tellsEachAppItsOwnPartOfTheWords() {
        List<PlanStep> steps = plan("Convert 3 feet to inches and what do my notes say about the dentist")
                .steps();
        assertEquals("Convert 3 feet to inches", steps.get(0).words());
        assertEquals("what do my notes say about the dentist", steps.get(1).words());
        assertEquals(OptionalInt.empty(), steps.get(1).uses());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What do my notes say about \"hello. Send it to Anna by mail. Bye\"",
                "What do my notes say about “the dentist. Then send it to Anna by mail”?",
                "What do my notes say about the dentist:\nhello\nsend it to Anna by mail. Bye",
                "What do my notes say\n> send it to Anna by mail. Then more\nabout the dentist",
                "What do my notes say about ```a. Then send it to Anna by mail. b```"
            })
    void takesNoWishFromWhatTheUserQuotes(String words) {
        assertTrue(
                planner.plan(words).stream()
                        .flatMap(proposal -> proposal.plan().steps().stream())
                        .noneMatch(step -> step.tool().name().equals("send_mail")),
                words);
    }

    @Test
    void leavesWholeWhatIsClearerAsAWhole() {
        assertEquals(1, plan("Convert 3 feet and 4 inches to feet").steps().size());
    }

    @Test
    void plansNothingWhereAPartAsksForNoTool() {
        assertEquals(Optional.empty(), planner.plan("Sing me a song, then tell me a joke about cats"));
    }

    @Test
    void leavesOverWholeSentencesThatAskForNoTool() {
        Plan plan = plan("Convert 3 feet to inches. Sing me a song about cats and dogs.");
        assertEquals(List.of("convert"), tools(plan.steps()));
        assertEquals(List.of("Sing me a song about cats and dogs."), plan.leftOver());
        assertEquals(Optional.empty(), planner.plan("Convert 3 feet to inches and sing me songs of old"));
    }

    @Test
    void aStepUsesOnlyWhatComesBeforeIt() {
        PlanStep own = new PlanStep("send it", Tools.app(Tools.SEND), Tools.SEND, OptionalInt.of(0));
        assertThrows(IllegalArgumentException.class, () -> new Plan(List.of(own)));
        PlanStep takesNothing = new PlanStep("convert it", Tools.app(Tools.CONVERT), Tools.CONVERT, OptionalInt.of(0));
        PlanStep first = new PlanStep("read", Tools.app(Tools.READ), Tools.READ, OptionalInt.empty());
        assertThrows(IllegalArgumentException.class, () -> new Plan(List.of(first, takesNothing)));
    }

    @Test
    void staysQuickForLongWords() {
        String words = "and then, ".repeat(2_000) + "a" + " ".repeat(20_000) + "b";
        long start = System.nanoTime();
        assertTrue(planner.plan(words).isEmpty());
        assertTrue(System.nanoTime() - start < 2_000_000_000L);
    }

    private Plan plan(String words) {
        return planner.plan(words).orElseThrow().plan();
    }

    private static List<String> tools(List<PlanStep> steps) {
        return steps.stream().map(step -> step.tool().name()).toList();
    }
}
