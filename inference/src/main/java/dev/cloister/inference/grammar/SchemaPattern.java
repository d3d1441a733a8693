package dev.cloister.inference.grammar;

/** Patterns of a schema as automata. */
final class SchemaPattern {

    private SchemaPattern() {}

    /** The texts in which the pattern matches somewhere. */
    static Automaton of(String pattern) {
        try {
            return RegexAutomaton.anywhere(RegexParser.parse(pattern));
        } catch (NotationException e) {
            throw SchemaProblem.unsupported("the pattern " + pattern + ": " + e.getMessage());
        }
    }
}
