package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GbnfTest {

    @Test
    void takesTheTextsOfAGrammarAndNoOthers() {
        String moves = """
                # A game in its short notation
                root ::= "1. " move " " move "\\n" ([1-9] [0-9]? ". " move " "
                    move "\\n"){0,3}
                move ::= (pawn | piece | castle) [+#]?   # with check
                piece ::= [NBKQR] [a-h]? [1-8]? "x"? [a-h] [1-8]
                pawn ::= ([a-h] "x")? [a-h] [1-8] ("=" [NBKQR])?
                castle ::= "O-O" "-O"?
                """;
        assertTrue(fits(moves, "1. e4 e5\n"));
        assertTrue(fits(moves, "1. e4 e5\n2. Nf3 O-O-O+\n"));
        assertFalse(fits(moves, "1. e4 e9\n"));
        assertFalse(fits(moves, "1. e4 e5"));
        assertFalse(fits(moves, "1. e4 e5\n2. a4 a5\n3. a4 a5\n4. a4 a5\n5. a4 a5\n"));
    }

    @Test
    void takesRecursiveRulesToAnyLength() {
        String sum = """
                root ::= term (op term)*
                term ::= [0-9]+ | "(" root ")"
                op ::= ws [-+*/] ws
                ws ::= " " ws
                    | ""
                """;
        assertTrue(fits(sum, "1 + (2*3) - ((4))"));
        assertTrue(fits(sum, "1" + " ".repeat(1000) + "+2"));
        assertFalse(fits(sum, "1 + (2*3"));
        assertTrue(fits("root ::= [^\\x00-\\x1F\"é-ü]+ .", "aßx\""));
        assertFalse(fits("root ::= [^\\x00-\\x1F\"é-ü]+", "aé"));
        assertTrue(fits("root ::= \"\\u00e9\\U0001F600\\\\\"", "é😀\\"));
    }

    @Test
    void refusesWhatItCannotFollow() {
        assertRefused("root ::= root \"a\" | \"b\"", "left recursion");
        assertRefused("root ::= a\na ::= b? a2 a\nb ::= \"x\"\na2 ::= \"y\"*", "left recursion");
        assertRefused("root ::= other", "other");
        assertRefused("start ::= \"a\"", "root");
        assertRefused("root ::= \"a", "end");
        assertRefused("root ::= [a", "end");
        assertRefused("root ::= (\"a\"", "missing");
        assertRefused("root ::= \"a\"{3000}", "2000");
        assertRefused("root ::= \"a\"{3,2}", "bounds");
        assertRefused("root ::= <think>", "unexpectedly");
        assertRefused("root ::= \"a\"\nroot ::= \"b\"", "twice");
        assertRefused("root ::= \"a\" root", "No finite text");
        assertRefused("root ::= ((\"a\"{2000}){2000}){2000}", "too large");
        assertRefused("", "root");
        assertRefused("root ::= " + "(".repeat(5000), "deep");
    }

    @Property(tries = 1000)
    void endsReadingWhateverItReads(@ForAll @StringLength(max = 60) String noise) {
        String near = noise.chars()
                .mapToObj(value -> "root ::=\n\"ab[]()|*+?{1,2}#.-^\\x".charAt(value % 27) + "")
                .reduce("root ::= ", String::concat);
        for (String text : List.of(noise, near)) {
            try {
                assertTrue(PartCompiler.compile(new GrammarPart.Rules(text)).satisfiable());
            } catch (EngineException e) {
                assertEquals(Code.GRAMMAR_INVALID, e.code());
            }
        }
    }

    private static void assertRefused(String grammar, String why) {
        EngineException refused = assertThrows(
                EngineException.class, () -> PartCompiler.compile(new GrammarPart.Rules(grammar)), grammar);
        assertEquals(Code.GRAMMAR_INVALID, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    }

    private static boolean fits(String grammar, String text) {
        return new Matcher(PartCompiler.compile(new GrammarPart.Rules(grammar)))
                .fits(text.getBytes(StandardCharsets.UTF_8));
    }
}
