package dev.cloister.watermark.attack;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Changes that a reader does not see. */
final class Disguises {

    private static final Map<Integer, String> CYRILLIC = Map.of(
            (int) 'a', "\u0430", (int) 'c', "\u0441", (int) 'e', "\u0435", (int) 'i', "\u0456", (int) 'o', "\u043e",
            (int) 'p', "\u0440", (int) 's', "\u0455", (int) 'x', "\u0445", (int) 'y', "\u0443");

    private static final String ZERO_WIDTH_SPACE = "\u200b";

    private Disguises() {}

    /** Cyrillic letters in place of that share of the Latin ones that look alike. */
    static Attack.Change homoglyphs(double share) {
        return (text, random) -> each(text, random, share, c -> CYRILLIC.getOrDefault(c, Character.toString(c)));
    }

    /** A space without width after that share of the characters. */
    static Attack.Change zeroWidth(double share) {
        return (text, random) -> each(text, random, share, c -> Character.toString(c) + ZERO_WIDTH_SPACE);
    }

    /** Lines of at most so many characters. */
    static String wrapped(String text, int width) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            if (length > 0 && length + 1 + word.length() > width) {
                lines.append('\n');
                length = 0;
            } else if (!lines.isEmpty()) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }

    private interface Disguise {
        String of(int c);
    }

    private static String each(String text, RandomGenerator random, double share, Disguise disguise) {
        return text.codePoints()
                .mapToObj(c -> random.nextDouble() < share ? disguise.of(c) : Character.toString(c))
                .collect(Collectors.joining());
    }
}
