package dev.cloister.inference.grammar;

import dev.cloister.inference.grammar.GrammarPart.Spacing;
import dev.cloister.inference.grammar.GrammarPart.Trigger;
import dev.cloister.inference.grammar.GrammarPart.Triggered;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static dev.cloister.inference.grammar.GrammarPart.choice;
import static dev.cloister.inference.grammar.GrammarPart.json;
import static dev.cloister.inference.grammar.GrammarPart.literal;
import static dev.cloister.inference.grammar.GrammarPart.repeated;
import static dev.cloister.inference.grammar.GrammarPart.sequence;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GrammarPartTest {

    private static final String CITY =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";
    private static final String SUM =
            "{\"type\":\"object\",\"properties\":{\"of\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}},\"required\":[\"of\"]}";
    private static final GrammarPart CALL = sequence(
            choice(List.of(
                    sequence(literal("{\"name\": \"weather\", \"arguments\": "), json(CITY, Spacing.SPACED)),
                    sequence(literal("{\"name\": \"sum\", \"arguments\": "), json(SUM, Spacing.SPACED)))),
            literal("}</call>"));
    private static final String WEATHER = "{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}</call>";
    private static final String ADDITION = "{\"name\": \"sum\", \"arguments\": {\"of\": [1, 2]}}</call>";

    @Test
    void takesCallsOneAfterTheOther() {
        GrammarPart calls = repeated(sequence(literal("<call>"), CALL), literal("\n"), 1, 2);
        assertTrue(fits(calls, "<call>" + WEATHER));
        assertTrue(fits(calls, "<call>" + WEATHER + "\n<call>" + ADDITION));
        assertFalse(fits(calls, ""));
        assertFalse(fits(calls, "<call>" + ADDITION + "\n"));
        assertFalse(fits(calls, "<call>" + ADDITION + "\n<call>" + ADDITION + "\n<call>" + ADDITION));
        assertFalse(fits(calls, "<call>" + WEATHER.replace("city", "of")));
    }

    @Test
    void leavesTextFreeUntilATriggerComesUp() {
        GrammarPart answer = new Triggered(List.of(Trigger.text("<call>", CALL)), true);
        assertTrue(fits(answer, ""));
        assertTrue(fits(answer, "No call at all: a < b, <cal, <<call."));
        assertTrue(fits(answer, "Let me see. <call>" + WEATHER + " and <<call>" + ADDITION + "."));
        assertFalse(fits(answer, "Let me see. <call> " + WEATHER));
        assertFalse(fits(answer, "<call>"));
        GrammarPart once = new Triggered(List.of(Trigger.text("<call>", CALL)), false);
        assertTrue(fits(once, "So: <call>" + WEATHER));
        assertFalse(fits(once, "So: <call>" + WEATHER + " "));
    }

    @Test
    void findsATriggerInsideTheBeginningOfAnother() {
        GrammarPart answer =
                new Triggered(List.of(Trigger.text("abcd", literal("1")), Trigger.text("bc", literal("2"))), true);
        assertTrue(fits(answer, "xabc2abd"));
        assertFalse(fits(answer, "xabcd1"));
        assertFalse(fits(answer, "xbc1"));
    }

    @Test
    void goesOnAtAControlToken() {
        GrammarPart answer = new Triggered(List.of(Trigger.token(7, literal("yes"))), false);
        Matcher matcher = new Matcher(PartCompiler.compile(answer));
        MatchState free = matcher.step(matcher.start(), "free".getBytes(StandardCharsets.UTF_8));
        assertTrue(free.complete);
        assertTrue(matcher.step(free, Matcher.CONTROL + 8).dead());
        MatchState behind = matcher.step(free, Matcher.CONTROL + 7);
        assertFalse(behind.complete);
        assertTrue(matcher.step(behind, "yes".getBytes(StandardCharsets.UTF_8)).complete);
        assertTrue(matcher.step(behind, "no".getBytes(StandardCharsets.UTF_8)).dead());
    }

    private static boolean fits(GrammarPart part, String text) {
        return new Matcher(PartCompiler.compile(part)).fits(text.getBytes(StandardCharsets.UTF_8));
    }
}
