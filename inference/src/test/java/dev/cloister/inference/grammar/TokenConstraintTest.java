package dev.cloister.inference.grammar;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Session;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import dev.cloister.inference.grammar.GrammarPart.Trigger;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.Constraint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenConstraintTest {

    private static final Session SESSION = new Session("tenant", "user", "app");
    private final LlamaModel model =
            LlamaLibrary.load(Downloads.nativeDirectory()).loadModel(Downloads.model());
    private final Vocabulary vocabulary = model.vocabulary();
    private final GrammarCompiler compiler =
            new GrammarCompiler(vocabulary, text -> model.tokenize(text, false, false));

    @AfterAll
    void close() {
        model.close();
    }

    @Test
    void allowsTheSameTokensAllAtOnceAsOneByOne() {
        Random random = new Random(1);
        for (GrammarPart part : parts(random, 12)) {
            for (int limit : new int[] {9, 30, Integer.MAX_VALUE}) {
                Constraint constraint = compiler.compile(part, SESSION);
                constraint.limit(limit);
                for (int i = 0; i < 6 && !constraint.finished(); i++) {
                    BitSet expected = new BitSet();
                    for (int token = 0; token < vocabulary.size(); token++) {
                        expected.set(token, constraint.allows(token));
                    }
                    assertEquals(expected, constraint.allowed(), part.toString());
                    int token = any(constraint, random);
                    if (vocabulary.endsGeneration(token)) {
                        break;
                    }
                    constraint.accept(token);
                }
            }
        }
    }

    @Test
    void endsWithinAnyLimitThatIsLongEnough() {
        Random random = new Random(2);
        for (GrammarPart part : parts(random, 60)) {
            Matcher matcher = new Matcher(PartCompiler.compile(part));
            int limit = Math.max(1, matcher.start().cost) + random.nextInt(4);
            Constraint constraint = compiler.compile(part, SESSION);
            constraint.limit(limit);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int count = 0;
            while (!constraint.finished() && count < limit) {
                OptionalInt forced = constraint.forced();
                int token = forced.isPresent() ? forced.getAsInt() : any(constraint, random);
                if (vocabulary.endsGeneration(token)) {
                    break;
                }
                assertTrue(constraint.allows(token), "what is forced is allowed");
                constraint.accept(token);
                text.writeBytes(vocabulary.piece(token));
                count++;
            }
            assertTrue(constraint.complete(), part + " after " + text.toString(StandardCharsets.UTF_8));
            assertTrue(matcher.fits(text.toByteArray()), part + " for " + text.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void takesForcedTextInTheTokenizersOwnSplit() {
        Constraint constraint = compiler.compile(new OutputForm.JsonSchema("""
                        {"type":"object","properties":{"temperature":{"type":"integer"}},"required":["temperature"]}"""), SESSION);
        int[] split = model.tokenize("{\"temperature\":", false, false);
        for (int i = 0; i < split.length - 1; i++) {
            assertEquals(OptionalInt.of(split[i]), constraint.forced());
            constraint.accept(split[i]);
        }
        assertTrue(constraint.forced().isEmpty(), "the last token may go on into the value");
        Constraint whole = compiler.compile(new OutputForm.Regex("yes, indeed"), SESSION);
        List<Integer> taken = new ArrayList<>();
        while (!whole.finished()) {
            taken.add(whole.forced().orElseThrow());
            whole.accept(taken.getLast());
        }
        assertArrayEquals(
                model.tokenize("yes, indeed", false, false),
                taken.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void leavesFreeTextUntilATriggerInsideAToken() {
        GrammarPart call = GrammarPart.sequence(
                GrammarPart.json(
                        "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"integer\"}},\"required\":[\"q\"]}",
                        Spacing.SPACED),
                GrammarPart.literal("]"));
        Constraint constraint =
                compiler.compile(new GrammarPart.Triggered(List.of(Trigger.text("[call", call)), true), SESSION);
        for (int token : model.tokenize("Well, let me see: [", false, false)) {
            assertTrue(constraint.allows(token) && constraint.complete());
            constraint.accept(token);
        }
        for (int token : model.tokenize("call", false, false)) {
            constraint.accept(token);
        }
        assertFalse(constraint.complete());
        int other = model.tokenize("ing", false, false)[0];
        assertFalse(constraint.allows(other));
        StringBuilder forced = new StringBuilder();
        while (constraint.forced().isPresent()) {
            int token = constraint.forced().getAsInt();
            forced.append(new String(vocabulary.piece(token), StandardCharsets.UTF_8));
            constraint.accept(token);
        }
        assertTrue("{\"q\": ".startsWith(forced.toString()) && !forced.isEmpty(), forced.toString());
    }

    @Test
    void sharesAFormWithinASessionOnly() {
        GrammarPart part = new GrammarPart.Pattern("[a-z]+");
        assertSame(compiler.machine(part, SESSION), compiler.machine(new GrammarPart.Pattern("[a-z]+"), SESSION));
        assertNotSame(compiler.machine(part, SESSION), compiler.machine(part, new Session("another", "user", "app")));
        for (int i = 0; i < 200; i++) {
            compiler.machine(new GrammarPart.Pattern("[a-z]{" + i + "}"), SESSION);
        }
        GrammarMachine again = compiler.machine(part, SESSION);
        assertSame(again, compiler.machine(part, SESSION));
    }

    @Test
    void endsAnAnswerWhoseGrammarIsTooAmbiguous() {
        // Each further letter doubles the ways to go on.
        OutputForm form = new OutputForm.Gbnf("""
                root ::= s s s s s s s s s s s s s s s s "b"
                s ::= "a" s t | "a" t s | "a"
                t ::= "a" t s | "a" s t | "a"
                """);
        Constraint constraint = compiler.compile(form, SESSION);
        int a = model.tokenize("a", false, false)[0];
        EngineException ended = assertThrows(EngineException.class, () -> {
            while (!constraint.finished()) {
                constraint.allowed();
                constraint.accept(a);
            }
        });
        assertEquals(Code.GRAMMAR_INVALID, ended.code());
    }

    private static List<GrammarPart> parts(Random random, int schemas) {
        List<GrammarPart> parts = new ArrayList<>(List.of(
                new GrammarPart.Pattern("a+"),
                new GrammarPart.Pattern("(?:[a-z]+ ){2,5}[0-9]{4}"),
                new GrammarPart.Pattern("[^a]{0,9}ß?"),
                new GrammarPart.Rules("root ::= \"(\" root \")\" | [0-9]+ | \"né\" root"),
                new GrammarPart.Triggered(
                        List.of(Trigger.text("<x>", GrammarPart.literal("{the rest of it}"))), true)));
        for (int i = 0; i < schemas; i++) {
            parts.add(GrammarPart.json(RandomSchemas.of(random.nextLong()), Spacing.COMPACT));
        }
        return parts;
    }

    private static int any(Constraint constraint, Random random) {
        BitSet allowed = constraint.allowed();
        assertFalse(allowed.isEmpty(), "something can always follow");
        int index = random.nextInt(allowed.cardinality());
        return allowed.stream().skip(index).findFirst().orElseThrow();
    }
}
