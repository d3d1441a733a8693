package dev.cloister.inference.grammar;

import java.util.List;

/** JSON strings as bytes: well-formed UTF-8 (Unicode 16, table 3-7) and the short escapes of RFC 8259, section 7. */
final class StringGrammar {

    private static final ByteSet CONTINUATION = ByteSet.range(0x80, 0xBF);

    private final GrammarBuilder builder;
    private final int character;

    StringGrammar(GrammarBuilder builder) {
        this.builder = builder;
        character = builder.declareRule();
        builder.defineRule(character, characterNode(GrammarBuilder.END));
    }

    /** A string of so many code points; most is negative where there is no limit. */
    int string(int least, int most, int next) {
        int quote = builder.bytes(ByteSet.of('"'), next);
        int characters = most < 0
                ? builder.repeat(least, most, this::characterNode, quote)
                : builder.repeat(least, most, after -> builder.call(character, after), quote);
        return builder.bytes(ByteSet.of('"'), characters);
    }

    private int characterNode(int next) {
        ByteSet plain = ByteSet.range(0x20, 0x21).or(ByteSet.range(0x23, 0x5B)).or(ByteSet.range(0x5D, 0x7E));
        int last = builder.bytes(CONTINUATION, next);
        int lastTwo = builder.bytes(CONTINUATION, last);
        return builder.either(List.of(
                builder.bytes(plain, next),
                builder.bytes(ByteSet.of('\\'), builder.bytes(ByteSet.anyOf("\"\\/bfnrt"), next)),
                builder.bytes(ByteSet.range(0xC2, 0xDF), last),
                builder.bytes(ByteSet.of(0xE0), builder.bytes(ByteSet.range(0xA0, 0xBF), last)),
                builder.bytes(ByteSet.range(0xE1, 0xEC).or(ByteSet.range(0xEE, 0xEF)), lastTwo),
                builder.bytes(ByteSet.of(0xED), builder.bytes(ByteSet.range(0x80, 0x9F), last)),
                builder.bytes(ByteSet.of(0xF0), builder.bytes(ByteSet.range(0x90, 0xBF), lastTwo)),
                builder.bytes(ByteSet.range(0xF1, 0xF3), builder.bytes(CONTINUATION, lastTwo)),
                builder.bytes(ByteSet.of(0xF4), builder.bytes(ByteSet.range(0x80, 0x8F), lastTwo))));
    }
}
