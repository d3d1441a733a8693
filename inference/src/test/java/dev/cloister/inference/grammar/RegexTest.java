package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RegexTest {

    @Provide
    Arbitrary<String> patterns() {
        return patterns(3);
    }

    private static Arbitrary<String> patterns(int depth) {
        Arbitrary<String> atoms = Arbitraries.of(
                "a",
                "b",
                "é",
                "[a-c]",
                "[^b]",
                ".",
                "\\d",
                "\\w",
                "\\s",
                "\\u{1F600}",
                "[\\w-]",
                "\\.",
                "(?:)",
                "\\x61");
        if (depth == 0) {
            return atoms;
        }
        Arbitrary<String> inner = patterns(depth - 1);
        Arbitrary<List<String>> several = inner.list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(
                atoms,
                several.map(parts -> String.join("", parts)),
                several.map(parts -> "(" + String.join("|", parts) + ")"),
                inner.map(part -> "(?:" + part + ")*"),
                inner.map(part -> "(" + part + ")+?"),
                inner.map(part -> "(?<n>" + part + ")?"),
                inner.map(part -> "(" + part + "){1,2}"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "c", "1", "_", "-", ".", " ", "\n", "é", "😀", "\u2028", "Z", "\u0000")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 400)
    void matchesWhatTheJdksExpressionsMatch(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        Pattern reference = reference(pattern);
        assertEquals(reference.matcher(text).matches(), fits(pattern, text), pattern);
        Automaton somewhere = RegexAutomaton.anywhere(RegexParser.parse(pattern));
        assertEquals(reference.matcher(text).find(), somewhere.takes(text), pattern);
        assertEquals(!reference.matcher(text).find(), somewhere.complement().takes(text), pattern);
        Automaton short3 = somewhere.and(Automaton.lengths(2, 3));
        int length = text.codePointCount(0, text.length());
        assertEquals(reference.matcher(text).find() && length >= 2 && length <= 3, short3.takes(text), pattern);
    }

    @Test
    void knowsAnchorsAtTheEdges() {
        for (String pattern : List.of("^ab$", "^(ab)$", "^ab|b$", "(^a|b)", "a$", "^")) {
            for (String text : List.of("ab", "xab", "abx", "b", "", "xa")) {
                assertEquals(
                        Pattern.compile(pattern).matcher(text).find(),
                        RegexAutomaton.anywhere(RegexParser.parse(pattern)).takes(text),
                        pattern + " in " + text);
            }
        }
        assertTrue(fits("^ab$", "ab"));
        assertFalse(fits("^ab$", "xab"));
    }

    @Test
    void refusesWhatIsNotRegularOrMalformed() {
        for (String pattern : List.of(
                "(a)\\1",
                "(?<x>a)\\k<x>",
                "(?=a)",
                "(?!a)b",
                "(?<=a)b",
                "\\bword",
                "(?i)a",
                "a**",
                "*a",
                "(a",
                "a)",
                "[a",
                "[z-a]",
                "a{2,1}",
                "a{99999}",
                "\\q",
                "\\u12",
                "\\uD800",
                "a^b",
                "\\p{Script=Latin}",
                "a{3}{4}",
                "(((a{900}){900}){900}){900}",
                "((){9000}){9000}",
                "(a?){5000}",
                "(?<x",
                "\\",
                "[\\d-z]")) {
            EngineException refused = assertThrows(EngineException.class, () -> grammar(pattern), pattern);
            assertEquals(Code.GRAMMAR_INVALID, refused.code());
        }
    }

    @Test
    void refusesAnExpressionThatNoTextFits() {
        assertEquals(
                Code.GRAMMAR_INVALID,
                assertThrows(EngineException.class, () -> grammar("a[]b")).code());
    }

    @Property(tries = 1000)
    void endsReadingWhateverItReads(@ForAll @StringLength(max = 40) String noise) {
        String near = noise.chars()
                .mapToObj(value -> "()[]{}|*+?^$\\.-,:<>=!abdkpuwx019".charAt(value % 32) + "")
                .reduce("", String::concat);
        for (String pattern : List.of(noise, near)) {
            try {
                Grammar grammar = grammar(pattern);
                assertTrue(grammar.satisfiable());
            } catch (EngineException e) {
                assertEquals(Code.GRAMMAR_INVALID, e.code());
            }
        }
    }

    private static Pattern reference(String pattern) {
        // The JDK's own notation differs in these.
        return Pattern.compile(pattern.replaceAll("\\\\u\\{(\\w+)}", "\\\\x{$1}")
                .replace("\\s", "[\\s\\u2028]")
                .replaceAll("\\(\\?<n>", "("));
    }

    private static Grammar grammar(String pattern) {
        return PartCompiler.compile(new GrammarPart.Pattern(pattern));
    }

    private static boolean fits(String pattern, String text) {
        return new Matcher(PartCompiler.compile(new GrammarPart.Pattern(pattern)))
                .fits(text.getBytes(StandardCharsets.UTF_8));
    }
}
