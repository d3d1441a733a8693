package dev.cloister.inference.grammar;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the escapes of ECMA-262's regular expressions stand for (sections 22.2.2.7 to 22.2.2.9). */
final class CharacterClasses {

    static final CodePoints ANY_BUT_LINE_ENDS =
            CodePoints.of('\n', '\r', 0x2028, 0x2029).complement();

    private static final CodePoints DIGITS = CodePoints.range('0', '9');
    private static final CodePoints WORD =
            DIGITS.or(CodePoints.range('A', 'Z')).or(CodePoints.range('a', 'z')).or(CodePoints.of('_'));
    private static final CodePoints SPACE = CodePoints.matching(
                    value -> Character.getType(value) == Character.SPACE_SEPARATOR)
            .or(CodePoints.of('\t', '\n', 0x0B, '\f', '\r', 0xFEFF, 0x2028, 0x2029));
    private static final String SYNTAX = "^$\\.*+?()[]{}|/-\"'`~!@#%&=:;<>, _";

    /** General categories by their short names. */
    private static final Map<String, Set<Integer>> CATEGORIES = Map.ofEntries(
            Map.entry("L", types(1, 2, 3, 4, 5)),
            Map.entry("Lu", types(1)),
            Map.entry("Ll", types(2)),
            Map.entry("Lt", types(3)),
            Map.entry("Lm", types(4)),
            Map.entry("Lo", types(5)),
            Map.entry("M", types(6, 7, 8)),
            Map.entry("N", types(9, 10, 11)),
            Map.entry("Nd", types(9)),
            Map.entry("Nl", types(10)),
            Map.entry("No", types(11)),
            Map.entry("Z", types(12, 13, 14)),
            Map.entry("Zs", types(12)),
            Map.entry("P", types(20, 21, 22, 23, 24, 29, 30)),
            Map.entry("S", types(25, 26, 27, 28)),
            Map.entry("Sc", types(26)),
            Map.entry("Sm", types(25)));

    private static final Map<String, CodePoints> KNOWN = new ConcurrentHashMap<>();

    private CharacterClasses() {}

    /** What stands behind a backslash that was read. */
    static CodePoints escape(Notation in) {
        int kind = in.next();
        return switch (kind) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> SPACE.complement();
            case 't' -> CodePoints.of('\t');
            case 'n' -> CodePoints.of('\n');
            case 'r' -> CodePoints.of('\r');
            case 'f' -> CodePoints.of('\f');
            case 'v' -> CodePoints.of(0x0B);
            case '0' -> CodePoints.of(0);
            case 'c' -> CodePoints.of(control(in));
            case 'x' -> CodePoints.of(in.hex(2));
            case 'u' -> CodePoints.of(unicode(in));
            case 'p' -> category(in);
            case 'P' -> category(in).complement();
            default -> {
                if (kind == Notation.END || SYNTAX.indexOf(kind) < 0) {
                    throw in.wrong("an escape is not known");
                }
                yield CodePoints.of(kind);
            }
        };
    }

    /** The one member of a range's end. */
    static int single(CodePoints set, Notation in) {
        if (set.ranges().size() != 1
                || set.ranges().getFirst().from() != set.ranges().getFirst().to()) {
            throw in.wrong("a range's end is not one character");
        }
        return set.ranges().getFirst().from();
    }

    private static int control(Notation in) {
        int letter = in.next();
        if (!((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))) {
            throw in.wrong("a control letter is missing");
        }
        return letter % 32;
    }

    private static int unicode(Notation in) {
        if (in.skip("{")) {
            int value = 0;
            while (!in.skip("}")) {
                value = value * 16 + in.hex(1);
                if (value > 0x10FFFF) {
                    throw in.wrong("a code point is too large");
                }
            }
            return scalar(value, in);
        }
        int first = in.hex(4);
        if (first >= 0xD800 && first <= 0xDBFF && in.skip("\\u")) {
            int second = in.hex(4);
            if (second < 0xDC00 || second > 0xDFFF) {
                throw in.wrong("half a surrogate pair is missing");
            }
            return Character.toCodePoint((char) first, (char) second);
        }
        return scalar(first, in);
    }

    private static int scalar(int value, Notation in) {
        if (value >= 0xD800 && value <= 0xDFFF) {
            throw in.wrong("half a surrogate pair is missing");
        }
        return value;
    }

    private static CodePoints category(Notation in) {
        in.expect("{");
        StringBuilder name = new StringBuilder();
        while (!in.skip("}")) {
            int value = in.next();
            if (value == Notation.END || name.length() > 40) {
                throw in.wrong("a property's name does not end");
            }
            name.appendCodePoint(value);
        }
        Set<Integer> types = CATEGORIES.get(name.toString());
        if (types == null) {
            throw in.wrong("the property " + name + " is not supported; general categories such as L or Nd are");
        }
        return KNOWN.computeIfAbsent(
                name.toString(), key -> CodePoints.matching(value -> types.contains(Character.getType(value))));
    }

    private static Set<Integer> types(Integer... types) {
        return Set.of(types);
    }
}
