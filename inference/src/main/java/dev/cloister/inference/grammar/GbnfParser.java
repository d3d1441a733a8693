package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rules in llama.cpp's GBNF notation (its grammars/README.md), apart from references to tokens. */
final class GbnfParser {

    private static final int LONGEST = 64 << 10;
    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = 2000;

    private final Notation in;
    private final Map<String, Gbnf> rules = new LinkedHashMap<>();
    private int depth;

    private GbnfParser(String text) {
        in = new Notation(text);
    }

    /** @throws NotationException where the text is malformed */
    static Map<String, Gbnf> parse(String text) {
        if (text.length() > LONGEST) {
            throw new NotationException("the grammar is longer than " + LONGEST + " characters");
        }
        GbnfParser parser = new GbnfParser(text);
        parser.space(true);
        while (parser.in.peek() != Notation.END) {
            parser.rule();
        }
        return parser.rules;
    }

    private void rule() {
        String name = name();
        space(false);
        in.expect("::=");
        space(true);
        Gbnf body = choice(false);
        if (in.peek() != Notation.END && in.peek() != '\n' && in.peek() != '\r') {
            throw in.wrong("a rule goes on unexpectedly");
        }
        space(true);
        if (rules.put(name, body) != null) {
            throw in.wrong("the rule " + name + " is defined twice");
        }
    }

    private Gbnf choice(boolean nested) {
        if (++depth > DEEPEST) {
            throw in.wrong("the parentheses are nested too deeply");
        }
        List<Gbnf> choices = new ArrayList<>(List.of(sequence(nested)));
        while (alternativeFollows()) {
            space(true);
            choices.add(sequence(nested));
        }
        depth--;
        return choices.size() == 1 ? choices.getFirst() : new Gbnf.Choice(List.copyOf(choices));
    }

    /** Goes past a bar, which may stand on a line of its own. */
    private boolean alternativeFollows() {
        int from = in.at();
        space(true);
        if (in.skip("|")) {
            return true;
        }
        in.back(from);
        return false;
    }

    private Gbnf sequence(boolean nested) {
        List<Gbnf> parts = new ArrayList<>();
        while (true) {
            int next = in.peek();
            Gbnf part;
            if (next == '"') {
                part = literal();
            } else if (next == '[') {
                part = new Gbnf.Chars(characterClass());
            } else if (next == '.') {
                in.next();
                part = new Gbnf.Chars(CodePoints.ALL);
            } else if (next == '(') {
                in.next();
                space(true);
                part = choice(true);
                space(true);
                in.expect(")");
            } else if (isNameCharacter(next)) {
                part = new Gbnf.Rule(name());
            } else {
                return parts.size() == 1 ? parts.getFirst() : new Gbnf.Sequence(List.copyOf(parts));
            }
            space(nested);
            parts.add(repeated(part, nested));
        }
    }

    private Gbnf repeated(Gbnf part, boolean nested) {
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
        } else if (in.skip("{")) {
            space(nested);
            least = in.number();
            space(nested);
            most = least;
            if (in.skip(",")) {
                space(nested);
                most = in.number();
                space(nested);
            }
            in.expect("}");
            if (least < 0 || Math.max(least, most) > MOST_TIMES || (most >= 0 && most < least)) {
                throw in.wrong("the bounds of a repetition are missing, out of order or above " + MOST_TIMES);
            }
        } else {
            return part;
        }
        space(nested);
        return new Gbnf.Repeat(part, least, most);
    }

    private Gbnf literal() {
        in.expect("\"");
        List<Gbnf> characters = new ArrayList<>();
        while (!in.skip("\"")) {
            characters.add(new Gbnf.Chars(CodePoints.of(character())));
        }
        return characters.size() == 1 ? characters.getFirst() : new Gbnf.Sequence(List.copyOf(characters));
    }

    private CodePoints characterClass() {
        in.expect("[");
        boolean inverted = in.skip("^");
        CodePoints all = CodePoints.NONE;
        while (!in.skip("]")) {
            int from = character();
            int to = from;
            if (in.peek() == '-' && in.peek(1) != ']') {
                in.next();
                to = character();
            }
            if (from > to) {
                throw in.wrong("a range is out of order");
            }
            all = all.or(CodePoints.range(from, to));
        }
        return inverted ? all.complement() : all;
    }

    private int character() {
        int value = in.next();
        if (value == Notation.END || value == '\n' || value == '\r') {
            throw in.wrong("a literal or class does not end");
        }
        int member = value == '\\' ? escape() : value;
        if (member > 0x10FFFF || member < 0 || (member >= 0xD800 && member <= 0xDFFF)) {
            throw in.wrong("a character is none of Unicode's");
        }
        return member;
    }

    private int escape() {
        int kind = in.next();
        return switch (kind) {
            case 'x' -> in.hex(2);
            case 'u' -> in.hex(4);
            case 'U' -> in.hex(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']', '-', '^' -> kind;
            default -> throw in.wrong("an escape is not known");
        };
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (isNameCharacter(in.peek())) {
            name.appendCodePoint(in.next());
        }
        if (name.isEmpty()) {
            throw in.wrong("a rule's name is missing");
        }
        return name.toString();
    }

    private static boolean isNameCharacter(int value) {
        return (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || (value >= '0' && value <= '9')
                || value == '-'
                || value == '_';
    }

    private void space(boolean lines) {
        while (true) {
            int next = in.peek();
            if (next == '#') {
                while (in.peek() != Notation.END && in.peek() != '\n' && in.peek() != '\r') {
                    in.next();
                }
            } else if (next == ' ' || next == '\t' || (lines && (next == '\n' || next == '\r'))) {
                in.next();
            } else {
                return;
            }
        }
    }
}
