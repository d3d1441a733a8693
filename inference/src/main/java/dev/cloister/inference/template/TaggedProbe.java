package dev.cloister.inference.template;

import dev.cloister.inference.tool.TaggedArguments;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out how arguments stand between tags, from what a template shows behind a call's name: with no argument, with a
 * string, and with a string, a number and a truth value.
 */
final class TaggedProbe {

    /** The arguments of the third call, whose first is the second's only one. */
    static final String SEVERAL = "{\"probe_key\": \"probe value\", \"probe_count\": 4711, \"probe_flag\": true}";

    private static final String KEY = "probe_key";
    private static final String TEXT = "probe value";
    private static final String ANOTHER_KEY = "probe_count";
    private static final String NUMBER = "4711";
    private static final String FLAG = "probe_flag";
    private static final int TRUTH_LENGTH = "true".length();

    private final String none;
    private final String first;
    private final String beforeText;
    private final String between;
    private final String beforeValue;
    private final String rest;

    private TaggedProbe(String none, String several, int key, int text, int anotherKey, int number) {
        this.none = none;
        first = several.substring(0, key);
        beforeText = several.substring(key + KEY.length(), text);
        between = several.substring(text + TEXT.length(), anotherKey);
        beforeValue = several.substring(anotherKey + ANOTHER_KEY.length(), number);
        int flag = number + NUMBER.length() + (between + FLAG + beforeValue).length();
        // Some templates write a truth value as Python does.
        rest = several.substring(Math.min(several.length(), flag + TRUTH_LENGTH));
    }

    static Optional<TaggedArguments> read(String none, String one, String several) {
        int key = several.indexOf(KEY);
        int text = several.indexOf(TEXT, key);
        int anotherKey = several.indexOf(ANOTHER_KEY, text);
        int number = several.indexOf(NUMBER, anotherKey);
        if (key < 0 || text < 0 || anotherKey < 0 || number < 0) {
            return Optional.empty();
        }
        TaggedProbe probe = new TaggedProbe(none, several, key, text, anotherKey, number);
        boolean regular = one.equals(probe.first + KEY + probe.beforeText + TEXT + probe.rest)
                && several.startsWith(probe.between + FLAG + probe.beforeValue, number + NUMBER.length());
        return regular ? probe.arguments() : Optional.empty();
    }

    /** The shortest opening between whole tags that explains all three. */
    private Optional<TaggedArguments> arguments() {
        return IntStream.iterate(first.length() - 1, at -> at >= 0, at -> at - 1)
                .mapToObj(this::from)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<TaggedArguments> from(int at) {
        String opening = first.substring(at);
        if (!opening.startsWith("<") || !between.endsWith(opening)) {
            return Optional.empty();
        }
        String closing = between.substring(0, between.length() - opening.length());
        boolean explains = closing.strip().endsWith(">")
                && rest.startsWith(closing)
                && none.equals(first.substring(0, at) + rest.substring(closing.length()));
        return explains
                ? Optional.of(new TaggedArguments(opening, beforeText, beforeValue, closing))
                        .filter(TaggedArguments::certain)
                : Optional.empty();
    }
}
