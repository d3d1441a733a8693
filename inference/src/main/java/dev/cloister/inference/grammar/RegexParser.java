package dev.cloister.inference.grammar;

import dev.cloister.inference.grammar.Regex.Chars;
import dev.cloister.inference.grammar.Regex.Choice;
import dev.cloister.inference.grammar.Regex.Repeat;
import dev.cloister.inference.grammar.Regex.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression of ECMA-262 (15th edition, section 22.2.1, in Unicode mode; of annex B a lone brace). What is not regular, or looks
 * around, is refused: back-references, look-ahead, look-behind and word boundaries.
 */
final class RegexParser {

    private static final int LONGEST = 16 << 10;
    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = 10_000;

    private final Notation in;
    private int depth;

    private RegexParser(String pattern) {
        in = new Notation(pattern);
    }

    /** @throws NotationException where the pattern is malformed or not regular */
    static Regex parse(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new NotationException("the pattern is longer than " + LONGEST + " characters");
        }
        RegexParser parser = new RegexParser(pattern);
        Regex whole = parser.choice();
        if (parser.in.peek() != Notation.END) {
            throw parser.in.wrong("an opening parenthesis is missing");
        }
        return whole;
    }

    private Regex choice() {
        if (++depth > DEEPEST) {
            throw in.wrong("the parentheses are nested too deeply");
        }
        List<Regex> choices = new ArrayList<>(List.of(sequence()));
        while (in.skip("|")) {
            choices.add(sequence());
        }
        depth--;
        return choices.size() == 1 ? choices.getFirst() : new Choice(List.copyOf(choices));
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        while (in.peek() != Notation.END && in.peek() != '|' && in.peek() != ')') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
    }

    private Regex repeated(Regex part) {
        int least;
        int most;
        if (in.skip("*")) {
            least = 0;
            most = -1;
        } else if (in.skip("+")) {
            least = 1;
            most = -1;
        } else if (in.skip("?")) {
            least = 0;
            most = 1;
        } else if (in.peek() == '{' && counted()) {
            in.next();
            least = in.number();
            most = in.skip(",") ? (in.peek() == '}' ? -1 : in.number()) : least;
            in.expect("}");
        } else {
            return part;
        }
        if (part instanceof Regex.Start || part instanceof Regex.End) {
            throw in.wrong("an anchor is repeated");
        }
        if (Math.max(least, most) > MOST_TIMES || (most >= 0 && most < least)) {
            throw in.wrong("the bounds of a repetition are out of order or above " + MOST_TIMES);
        }
        in.skip("?");
        if (in.peek() == '*' || in.peek() == '+' || in.peek() == '?' || (in.peek() == '{' && counted())) {
            throw in.wrong("there is nothing to repeat");
        }
        return new Repeat(part, least, most);
    }

    /** Whether the brace that comes next begins a repetition. */
    private boolean counted() {
        int from = in.at();
        in.next();
        boolean number = in.number() >= 0;
        if (number && in.skip(",")) {
            in.number();
        }
        boolean whole = number && in.peek() == '}';
        in.back(from);
        return whole;
    }

    private Regex atom() {
        int from = in.at();
        int first = in.next();
        return switch (first) {
            case '(' -> group();
            case '[' -> new Chars(characterClass());
            case '.' -> new Chars(CharacterClasses.ANY_BUT_LINE_ENDS);
            case '^' -> new Regex.Start();
            case '$' -> new Regex.End();
            case '*', '+', '?' -> throw in.wrong("there is nothing to repeat");
            case '\\' -> {
                if (in.peek() == 'b' || in.peek() == 'B') {
                    throw in.wrong("word boundaries are not supported, since they look around");
                }
                if (in.peek() == 'k' || (in.peek() >= '1' && in.peek() <= '9')) {
                    throw in.wrong("back-references are not supported, since they are not regular");
                }
                yield new Chars(CharacterClasses.escape(in));
            }
            case '{' -> {
                in.back(from);
                if (counted()) {
                    throw in.wrong("there is nothing to repeat");
                }
                yield new Chars(CodePoints.of(in.next()));
            }
            default -> new Chars(CodePoints.of(first));
        };
    }

    private Regex group() {
        if (in.skip("?")) {
            if (in.peek() == '<' && in.peek(1) != '=' && in.peek(1) != '!') {
                while (in.peek() != '>') {
                    if (in.next() == Notation.END) {
                        throw in.wrong("a group's name does not end");
                    }
                }
                in.expect(">");
            } else if (!in.skip(":")) {
                throw in.wrong("look-ahead, look-behind and modifiers are not supported");
            }
        }
        Regex inside = choice();
        in.expect(")");
        return inside;
    }

    private CodePoints characterClass() {
        boolean inverted = in.skip("^");
        CodePoints all = CodePoints.NONE;
        while (!in.skip("]")) {
            CodePoints from = classMember();
            if (in.peek() == '-' && in.peek(1) != ']' && in.peek(1) != Notation.END) {
                in.next();
                CodePoints to = classMember();
                int low = CharacterClasses.single(from, in);
                int high = CharacterClasses.single(to, in);
                if (low > high) {
                    throw in.wrong("a range is out of order");
                }
                all = all.or(CodePoints.range(low, high));
            } else {
                all = all.or(from);
            }
        }
        return inverted ? all.complement() : all;
    }

    private CodePoints classMember() {
        int value = in.next();
        if (value == Notation.END) {
            throw in.wrong("a class does not end");
        }
        if (value != '\\') {
            return CodePoints.of(value);
        }
        if (in.skip("b")) {
            return CodePoints.of('\b');
        }
        return in.skip("-") ? CodePoints.of('-') : CharacterClasses.escape(in);
    }
}
