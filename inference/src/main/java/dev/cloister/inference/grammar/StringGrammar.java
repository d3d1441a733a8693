package dev.cloister.inference.grammar;

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
            Automaton all = Automaton.lengths(rules.least(), rules.empty() ? 0 : rules.most());
            for (String pattern : rules.patterns()) {
                all = all.and(SchemaPattern.of(pattern));
            }
            for (String format : rules.formats()) {
                all = all.and(StringFormats.of(format));
            }
            return quoted(all, next);
        } catch (NotationException e) {
            throw SchemaProblem.unsupported("the value of pattern or format with its lengths: " + e.getMessage());
        }
    }

    /** A string whose content the automaton takes. */
    int quoted(Automaton content, int next) {
        return builder.literal("\"", characters.all(content.and(ANY), builder.literal("\"", next)));
    }
}
