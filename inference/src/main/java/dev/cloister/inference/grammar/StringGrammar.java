package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import java.util.List;

/**
 * JSON strings. Control characters are written by their short escapes; those that have none are left out, since a model
 * that writes another character as a number would end up in one of them.
 */
final class StringGrammar {

    private static final CodePoints WRITTEN = CodePoints.range(0, 0x1F)
            .or(CodePoints.of(0x7F))
            .minus(CodePoints.of('\b', '\f', '\n', '\r', '\t'))
            .complement();
    private static final Automaton ANY = RegexAutomaton.whole(new Regex.Repeat(new Regex.Chars(WRITTEN), 0, -1));

    private static final int MOST_COUNTED = 8_000;

    private final GrammarBuilder builder;
    private final CharacterWriter characters;

    StringGrammar(GrammarBuilder builder) {
        this.builder = builder;
        characters = new CharacterWriter(builder, true);
    }

    int string(StringRules rules, int next) {
        if (rules.patterns().isEmpty() && rules.formats().isEmpty()) {
            int quote = builder.literal("\"", next);
            return builder.literal(
                    "\"",
                    rules.empty()
                            ? builder.either(List.of())
                            : builder.repeat(
                                    rules.least(), rules.most(), after -> characters.one(WRITTEN, after), quote));
        }
        try {
            return quoted(content(rules), next);
        } catch (NotationException e) {
            throw tooLarge(e);
        }
    }

    /**
     * A string's text as it is. Where counting its characters and looking out for the whole of what must not come up take
     * too many states, what that begins with never comes up.
     *
     * @param without what never comes up in it
     */
    int raw(StringRules rules, String without, int next) {
        if (rules.empty()) {
            return builder.either(List.of());
        }
        int counted = Math.max(rules.least(), rules.most());
        boolean whole = (long) counted * without.length() <= MOST_COUNTED;
        String forbidden = whole ? without : without.substring(0, without.offsetByCodePoints(0, 1));
        try {
            Automaton harmless = RegexAutomaton.anywhere(spelled(forbidden)).complement();
            return new CharacterWriter(builder, false)
                    .all(content(rules).and(ANY).and(harmless), next);
        } catch (NotationException e) {
            throw tooLarge(e);
        }
    }

    private static Automaton content(StringRules rules) {
        Automaton all = Automaton.lengths(rules.least(), rules.empty() ? 0 : rules.most());
        for (String pattern : rules.patterns()) {
            all = all.and(SchemaPattern.of(pattern));
        }
        for (String format : rules.formats()) {
            all = all.and(StringFormats.of(format));
        }
        return all;
    }

    private static Regex spelled(String text) {
        return new Regex.Sequence(text.codePoints()
                .mapToObj(value -> (Regex) new Regex.Chars(CodePoints.of(value)))
                .toList());
    }

    private static EngineException tooLarge(NotationException problem) {
        return SchemaProblem.unsupported("the value of pattern or format with its lengths: " + problem.getMessage());
    }

    /** A string whose content the automaton takes. */
    int quoted(Automaton content, int next) {
        return builder.literal("\"", characters.all(content.and(ANY), builder.literal("\"", next)));
    }
}
